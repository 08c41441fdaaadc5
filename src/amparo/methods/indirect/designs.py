"""Ways of asking that hide the answer: what a "yes" says of the trait, and what it does not.

Question: how many have a trait that nobody would own to when asked straight out? A die, a coin, a birthday or a second
question comes between the question and the answer. No answer tells of one person; all together tell of the share.

Method: every such design is one line. Where a share π has the trait, the share of the answer that is counted is

    λ = P(answer | trait) π + P(answer | no trait) (1 - π),

and both probabilities are known, because whoever planned the study chose them. A ``Design`` is these two numbers. From
them follow the estimate, its error, the regression, the power of a study and what one answer gives away.

Assumptions: everybody follows the instruction; the chance is what it was planned to be, and nobody but who answers sees
how it fell. A device that draws for somebody must keep the probability of the draw, and never the draw.

References
----------
Warner, S. L. (1965). Randomized response. J. Am. Statist. Assoc. 60, 63-69.
Greenberg, B. G. et al. (1969). The unrelated question randomized response model. J. Am. Statist. Assoc. 64, 520-539.
Boruch, R. F. (1971). Assuring confidentiality of responses in social research. The American Sociologist 6, 308-311.
Kuk, A. Y. C. (1990). Asking sensitive questions indirectly. Biometrika 77, 436-438.
Yu, J.-W., Tian, G.-L. and Tang, M.-L. (2008). Two new models for survey sampling with sensitive characteristic:
    design and analysis. Metrika 67, 251-263.
Blair, G., Imai, K. and Zhou, Y.-Y. (2015). Design and analysis of the randomized response technique. J. Am. Statist.
    Assoc. 110, 1304-1319.
"""

from dataclasses import dataclass

from amparo.methods.estimate import Refused, probability, remark

FLAT = 0.02  # a slope nearer to zero than this would need millions of answers: it is a slip, not a design


@dataclass(frozen=True, slots=True)
class Design:
    """A way of asking: how probable the answer that is counted is, with the trait and without it."""

    name: str
    if_trait: float
    if_none: float

    @property
    def slope(self) -> float:
        """By how much the share of the answer moves where the share of the trait goes from 0 to 1."""
        return self.if_trait - self.if_none

    def expected(self, share: float) -> float:
        """λ, the share of the answer that is counted, where ``share`` have the trait."""
        return self.if_none + self.slope * share


def direct() -> Design:
    """A straight question: who says yes has the trait. It hides nothing, and stands here to be compared with.

    References
    ----------
    Warner (1965), see ``designs`` (what the others are compared with).
    """
    return Design("direct question", 1.0, 0.0)


def warner(p: float) -> Design:
    """Chance points to one of two sentences, "I have it" with probability ``p`` and "I do not have it" otherwise.

    λ = p π + (1 - p)(1 - π). Counted is "true". ``p`` = ½ is refused: then every answer is a coin.

    Parameters
    ----------
    p : probability of the sentence "I have it", above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: p not above 0 and below 1; ``nothing_learned``: with and without the trait people answer
        alike.

    References
    ----------
    Warner (1965), p. 65.
    """
    return _checked(Design("Warner", probability("p", p), 1 - p))


def mirrored(p: float) -> Design:
    """With probability ``p`` the question is asked as it is, otherwise turned round: Warner's design by another name.

    λ = p π + (1 - p)(1 - π).

    Parameters
    ----------
    p : probability that the question is asked as it is, above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: p not above 0 and below 1; ``nothing_learned``: with and without the trait people answer
        alike.

    References
    ----------
    Blair, Imai and Zhou (2015), section 2.1.
    """
    return _checked(Design("mirrored question", probability("p", p), 1 - p))


def forced_response(*, honest: float, yes: float) -> Design:
    """A die says: answer truly (probability ``honest``), say yes (``yes``), or say no (what is left).

    λ = yes + honest π. With a fair die, "1 is no, 6 is yes, else the truth", ``honest`` = 2/3 and ``yes`` = 1/6.
    Where ``yes`` is 0 a yes is a confession, and where nothing is left for "no", a no is certain: ``privacy`` says so.

    Parameters
    ----------
    honest : probability of "answer truly", above 0 and below 1.
    yes : probability of "say yes", from 0 to 1 - ``honest``.

    Raises
    ------
    Refused
        ``out_of_range``: a probability beyond its limits; ``nothing_learned``: with and without the trait people answer
        alike.

    References
    ----------
    Boruch (1971); Blair, Imai and Zhou (2015), section 2.2.
    """
    probability("honest", honest)
    if not 0 <= yes <= 1 - honest + 1e-12:
        raise Refused(
            remark(
                "out_of_range",
                "yes is %(yes)s: with %(honest)s who answer truly it lies between 0 and %(most)s.",
                yes=yes, honest=f"{honest:g}", most=f"{1 - honest:g}",
            )
        )  # fmt: skip
    return _checked(Design("forced response", min(1.0, honest + yes), float(yes)))


def unrelated_question(p: float, *, share: float) -> Design:
    """With probability ``p`` the sensitive question, otherwise a harmless one to which ``share`` say yes.

    λ = p π + (1 - p) share. The share has to be known from elsewhere (birthdays are), and the two must be independent.

    Parameters
    ----------
    p : probability of the sensitive question, above 0 and below 1.
    share : who say yes to the harmless one, above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: p or share not above 0 and below 1; ``nothing_learned``: with and without the trait people
        answer alike.

    References
    ----------
    Greenberg et al. (1969), section 2.
    """
    probability("p", p)
    return _checked(Design("unrelated question", p + (1 - p) * probability("share", share), (1 - p) * share))


def disguised(*, with_trait: float, without: float) -> Design:
    """Two decks of cards: who has the trait tells the colour of a card of the first, who has not of the second.

    λ = with_trait π + without (1 - π). Nobody ever says yes or no to anything.

    Parameters
    ----------
    with_trait, without : shares of the counted colour in the two decks, above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: a share not above 0 and below 1; ``nothing_learned``: with and without the trait people answer
        alike.

    References
    ----------
    Kuk (1990), p. 436.
    """
    return _checked(
        Design("disguised response", probability("with_trait", with_trait), probability("without", without))
    )


def crosswise(p: float, *, attention: float = 1.0) -> Design:
    """Two statements, one harmless and true of ``p``: "the same for both", or "not the same". "Same" is counted.

    λ = p π + (1 - p)(1 - π). Who does not read answers as a coin does: with ``attention`` γ, the share who do read,
    λ = γ (p π + (1 - p)(1 - π)) + (1 - γ)/2. ``p`` = ½ is refused. ``crosswise_prevalence`` finds γ from an anchor.

    Parameters
    ----------
    p : how many the harmless statement is true of, above 0 and below 1.
    attention : γ, above 0 and at most 1.

    Raises
    ------
    Refused
        ``out_of_range``: p, or the attention, not above 0 and below 1; ``nothing_learned``: with and without the trait
        people answer alike.

    References
    ----------
    Yu, Tian and Tang (2008), section 2; Atsusaka, Y. and Stevenson, R. T. (2023). A bias-corrected estimator for the
    crosswise model with inattentive respondents. Political Analysis 31, 134-148.
    """
    probability("p", p)
    if attention != 1.0:
        probability("attention", attention)
    idle = (1 - attention) / 2
    return _checked(Design("crosswise", attention * p + idle, attention * (1 - p) + idle))


def triangular(p: float) -> Design:
    """Two statements, one harmless and true of ``p``: "neither is true", or "at least one is". The latter is counted.

    λ = π + (1 - π) p. "Neither" frees somebody for certain, so it suits a trait of which only the "yes" is feared.

    Parameters
    ----------
    p : how many the harmless statement is true of, above 0 and below 1.

    Raises
    ------
    Refused
        ``out_of_range``: p not above 0 and below 1; ``nothing_learned``: with and without the trait people answer
        alike.

    References
    ----------
    Yu, Tian and Tang (2008), section 3.
    """
    return _checked(Design("triangular", 1.0, probability("p", p)))


def _checked(design: Design) -> Design:
    """A design from which something can be learned."""
    if abs(design.slope) < FLAT:
        raise Refused(
            remark(
                "nothing_learned",
                "With %(design)s as planned here, people with and without the trait answer alike "
                "(%(trait)s and %(none)s): nothing can be learned from it.",
                design=design.name, trait=f"{design.if_trait:.3g}", none=f"{design.if_none:.3g}",
            )
        )  # fmt: skip
    return design
