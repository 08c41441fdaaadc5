"""Where imported lines came from: the source of the file, and those that its records name."""

from collections.abc import Mapping
from datetime import date

from amparo.commons.bulk import ROWS
from amparo.commons.directory.models import Service, Source
from amparo.commons.directory.queries.incoming import From, first_day
from amparo.commons.directory.queries.plans import key


class StoredSources:
    """Where lines came from. Only whoever brings the file in says of which day a known source is."""

    def __init__(self, said: From, today: date) -> None:
        self.said, self.today = said, today
        self.by_code: dict[str, Source] = {}
        self.day_before: date | None = None
        self.is_new_edition = False
        self.main = self.by_code[said.code] = self._main()

    def code_for(self, said: Mapping[str, str], checked: date | None = None) -> str:
        """The source that a record names, made known where it is new; else that of the file.

        ``checked`` is the day on which another house says that it made sure. It is no check of this house: it is
        the day of its source, so the service stands under a source of that name and that day.
        """
        code = said.get("source_code", "")[:40]
        if not code and checked is None:
            return self.said.code
        as_of = checked or first_day(said.get("source_as_of", ""))
        facts = {
            "name": said.get("source_name", "")[:160] or code,
            "licence": said.get("source_licence", "")[:80],
            "as_of": as_of if as_of and as_of <= self.today else None,
        }
        if not code:
            code, facts["name"], facts["licence"] = self.main.code, self.main.name, self.main.licence
        if checked is not None:
            code = f"{code[:29]}-{checked.isoformat()}"
        if code not in self.by_code:
            self.by_code[code], _ = Source.objects.get_or_create(code=code, defaults=facts)
        return code

    def leave_behind(self, told: set[int]) -> tuple[list[int], int]:
        """In a new edition, what the list no longer holds keeps its old day, under a source of its own.

        Gives the services that age anew, and how many the list no longer holds.
        """
        if not self.is_new_edition:
            return [], 0
        held = dict(Service.objects.filter(source=self.main).values_list("pk", "uid"))
        gone = [pk for pk, uid in held.items() if key(str(uid)) not in told]
        if gone:
            day = self.day_before.isoformat() if self.day_before else "before"
            facts = {"name": self.main.name, "licence": self.main.licence, "as_of": self.day_before}
            old, _ = Source.objects.get_or_create(code=f"{self.main.code[:29]}-{day}", defaults=facts)
            for start in range(0, len(gone), ROWS):
                Service.objects.filter(pk__in=gone[start : start + ROWS]).update(source=old)
        return list(held), len(gone)

    def _main(self) -> Source:
        said = self.said
        facts = {name: value for name in ("name", "licence", "as_of") if (value := getattr(said, name))}
        source, is_new = Source.objects.get_or_create(code=said.code, defaults={"name": said.code} | facts)
        if not is_new and any(getattr(source, name) != value for name, value in facts.items()):
            if source.as_of != facts.get("as_of", source.as_of):
                self.is_new_edition, self.day_before = True, source.as_of
            for name, value in facts.items():
                setattr(source, name, value)
            source.save()
        return source
