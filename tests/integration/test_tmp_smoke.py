import pytest, pathlib
from tests.cast import browser_of
from tests.field import make_people
from amparo.fieldwork.models import Version
pytestmark = pytest.mark.django_db
B="/mesa/estudios/cuestionarios"
def show(r, name):
    print(name, r.status_code, r.get("Location",""), len(r.content))
    pathlib.Path(f"/tmp/pg/{name}.html").write_bytes(r.content)
    return r
def test_all(cast):
    pathlib.Path("/tmp/pg").mkdir(exist_ok=True)
    letters, people = make_people(cast)
    c = browser_of(people["leda"], raise_request_exception=True) if False else browser_of(people["leda"])
    show(c.get(B),"list"); show(c.get(B+"/nuevo"),"new"); show(c.get(B+"/biblioteca"),"library"); show(c.get(B+"/biblioteca/risks"),"from")
    r=show(c.post(B+"/biblioteca/risks",{"modules":["border","urban","rural","trans"],"kind":"interview","key":"risks"}),"made")
    v=Version.objects.get(); one=f"{B}/{v.reference}"
    r=show(c.get(one),"one"); show(c.get(one+"?hoja=2&lengua=pt"),"two")
    for p in ("fila","ayuda","cambios","hoja","hoja/bajar","archivos","lectura"):
        show(c.get(f"{one}/{p}"),p.replace("/","_"))
    i=browser_of(people["iris"])
    show(i.get(B),"iris_list"); show(i.get(one),"iris_one"); show(i.get(one+"/lectura"),"iris_lectura")
