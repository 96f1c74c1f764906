"""Schemathesis asks whatever the interface's own document allows, and what it does not."""

from collections import Counter

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from schemathesis import GenerationMode, checks
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)
from web import APP

from recsys.data.stars import STAR_STEPS
from recsys.profile import link
from recsys.profile.profile import Profile

CHECKS = [
    checks.not_a_server_error,
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
]
MOVIES = some.sampled_from([1, 6, 260, 296, 318, 1196, 999_999])
RATINGS = some.dictionaries(MOVIES, some.sampled_from(STAR_STEPS))
TOKENS = RATINGS.map(lambda stars: link.encode(Profile.of(stars)))
schemathesis.openapi.format("cinefold-token", TOKENS)


@pytest.mark.parametrize(
    ("path", "mode", "expected"),
    [
        ("/api/recommend", GenerationMode.POSITIVE, 200),
        ("/api/recommend", GenerationMode.NEGATIVE, 400),
        ("/api/explain", GenerationMode.POSITIVE, 400),
        ("/api/explain", GenerationMode.NEGATIVE, 400),
    ],
)
def test_no_request_breaks_the_interface(path, mode, expected):
    operation = schemathesis.openapi.from_asgi("/api/openapi.json", APP)[path]["GET"]
    statuses = Counter()

    @settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case):
        statuses[case.call_and_validate(checks=CHECKS).status_code] += 1

    ask()
    assert statuses[expected] > 3
