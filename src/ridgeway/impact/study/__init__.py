"""A study from one YAML file to its findings.

study = read_study("docs/studies/north.yaml")
result = evaluate(study)
for found in result.outcomes:
    print(found.name, found.estimate.estimate, found.words)
result.as_dict()

A study of single cases, such as a class's weekly probes, is for `evaluate_cases`. Before outcomes are known,
`freeze(study)` writes down what was decided.
"""

from ridgeway.impact.study.cases import CaseFound, CaseOutcome, CasesResult, evaluate_cases
from ridgeway.impact.study.evaluating import evaluate
from ridgeway.impact.study.file import OF_CASES, Choices, Matching, Method, Plan, Study, read_study
from ridgeway.impact.study.pooling import PooledOutcome, PooledStudies, pool_studies, read_result
from ridgeway.impact.study.protocol import Protocol, deviations, freeze, protocol_path, read_protocol
from ridgeway.impact.study.result import OutcomeResult, Result

__all__ = [
    "OF_CASES",
    "CaseFound",
    "CaseOutcome",
    "CasesResult",
    "Choices",
    "Matching",
    "Method",
    "OutcomeResult",
    "Plan",
    "PooledOutcome",
    "PooledStudies",
    "Protocol",
    "Result",
    "Study",
    "deviations",
    "evaluate",
    "evaluate_cases",
    "freeze",
    "pool_studies",
    "protocol_path",
    "read_protocol",
    "read_result",
    "read_study",
]
