"""Which facts do not stick, and on what figures."""

from ridgeway.foundations.judged import StuckFact
from ridgeway.foundations.ledger import record_answers
from ridgeway.foundations.portrait import portray
from ridgeway.schools.tenancy import school_scope
from tests.cast import Cast
from tests.foundations.answers import LATER, answer, session_of


def test_of_a_stuck_fact_the_times_that_its_answer_stood_beside_it_are_not_counted(cast: Cast) -> None:
    school = cast.ashdown
    amber = school.pupils[0]
    with school_scope(school.school):
        session = session_of(amber)
        shown = [answer(session, after_s=10.0 * seq, seq=seq, prompt="model") for seq in range(5)]
        asked = [answer(session, given="12", after_s=60 + 10.0 * seq, seq=5 + seq) for seq in range(6)]
        right = answer(session, after_s=130, seq=11)
        assert not record_answers(amber, [*shown, *asked, right], LATER).refused
        found = portray(amber, school.group, LATER).stuck_facts
    assert found == [StuckFact("7 + 8", asked=7, right=1)]
