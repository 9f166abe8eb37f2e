from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from driftcheck.errors import DownloadError
from driftcheck.extraction.policy import Policy, choose_releases
from driftcheck.extraction.published import PublishedFile, PublishedRelease


def release(version: str, *, day: str | None = None, yanked: bool = False, readable: bool = True) -> PublishedRelease:
    files = (PublishedFile(f"paint-{version}-py3-none-any.whl", ""),) if readable else ()
    return PublishedRelease(Version(version), day, yanked, None, files)


def chosen(published: Sequence[PublishedRelease], policy: Policy | None = None) -> list[str]:
    return [str(r.version) for r in choose_releases(published, policy=policy or Policy(newest=0))]


def numbered(*versions: str) -> list[PublishedRelease]:
    return [release(version) for version in versions]


def test_first_and_newest_patch_of_every_minor_line() -> None:
    published = numbered("1.0", "1.0.1", "1.0.2", "1.1.0", "1.10", "1.10.1", "1.10.1.post1", "2.0.4")
    assert chosen(published) == ["1.0", "1.0.2", "1.1.0", "1.10", "1.10.1.post1", "2.0.4"]


def test_the_newest_few_are_taken_whatever_their_line() -> None:
    published = numbered(*(f"1.0.{patch}" for patch in range(10)))
    assert chosen(published, Policy()) == ["1.0.0", "1.0.5", "1.0.6", "1.0.7", "1.0.8", "1.0.9"]


def test_calendar_versions_and_epochs_have_lines_of_their_own() -> None:
    published = numbered("24", "24.1", "2024.1.1", "2024.1.2", "2024.1.3", "1!0.1.0", "1!0.1.1")
    assert chosen(published) == ["24", "24.1", "2024.1.1", "2024.1.3", "1!0.1.0", "1!0.1.1"]


def test_what_nobody_should_be_pinned_to_is_left_out() -> None:
    published = [
        release("1.0"),
        release("1.1rc1"),
        release("1.1.dev3"),
        release("1.2", yanked=True),
        release("1.3", readable=False),
    ]
    assert chosen(published, Policy(all=True)) == ["1.0"]


def test_all_takes_every_final_release() -> None:
    published = numbered("1.0.0", "1.0.1", "1.0.2", "1.0.3")
    assert chosen(published, Policy(all=True)) == ["1.0.0", "1.0.1", "1.0.2", "1.0.3"]


def test_versions_asked_for_are_taken_as_they_are_and_alone() -> None:
    published = [release("1.0"), release("1.1rc1"), release("1.2", yanked=True), release("1.3")]
    versions = (Version("1.2"), Version("1.1rc1"), Version("1.2.0"))
    assert chosen(published, Policy(versions=versions)) == ["1.1rc1", "1.2"]


def test_a_version_that_is_not_published_is_an_error_that_tells_the_newest() -> None:
    with pytest.raises(DownloadError, match=r"no release 9.9 on the index; the newest is 1.0"):
        chosen(numbered("1.0"), Policy(versions=(Version("9.9"),)))


def test_a_version_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(DownloadError, match="neither a wheel nor"):
        chosen([release("1.0", readable=False)], Policy(versions=(Version("1.0"),)))


def test_since_leaves_out_what_is_older() -> None:
    published = [release("1.0", day="2018-01-01"), release("1.0.1", day="2019-06-01"), release("2.0", day="2020-01-01")]
    assert chosen(published, Policy(since=date(2019, 1, 1))) == ["1.0.1", "2.0"]


def test_since_keeps_the_newest_where_everything_is_older() -> None:
    published = [release("1.0", day="2018-01-01"), release("2.0", day="2018-02-01")]
    assert chosen(published, Policy(since=date(2019, 1, 1))) == ["2.0"]


def test_a_release_of_unknown_day_is_not_too_old() -> None:
    assert chosen([release("1.0")], Policy(since=date(2019, 1, 1))) == ["1.0"]


versions = st.tuples(
    st.integers(0, 3), st.integers(0, 6), st.integers(0, 5), st.sampled_from(["", "", "", "rc1", ".dev1", ".post1"])
).map(lambda parts: f"{parts[0]}.{parts[1]}.{parts[2]}{parts[3]}")
days = st.one_of(st.none(), st.integers(0, 3000).map(lambda n: (date(2018, 1, 1) + timedelta(n)).isoformat()))
releases = st.lists(
    st.builds(release, versions, day=days, yanked=st.booleans(), readable=st.booleans()),
    unique_by=lambda r: r.version,
    max_size=60,
)
policies = st.builds(
    Policy,
    all=st.booleans(),
    since=st.one_of(st.none(), st.dates(date(2018, 1, 1), date(2026, 1, 1))),
    newest=st.integers(0, 6),
)


@given(releases, policies, st.randoms(use_true_random=False))
def test_the_choice_is_an_ordered_subset_that_does_not_depend_on_order(
    published: list[PublishedRelease], policy: Policy, shuffler: Random
) -> None:
    choice = choose_releases(published, policy=policy)
    found = [r.version for r in choice]
    assert found == sorted(set(found))
    assert set(choice) <= set(published)
    shuffled = list(published)
    shuffler.shuffle(shuffled)
    assert choose_releases(shuffled, policy=policy) == choice
    assert choose_releases(choice, policy=policy) == choice or policy.since


@given(releases, policies)
def test_the_newest_release_that_may_be_chosen_is_chosen(published: list[PublishedRelease], policy: Policy) -> None:
    final = [r for r in published if not r.yanked and not r.version.is_prerelease and r.files]
    choice = choose_releases(published, policy=policy)
    assert bool(choice) == bool(final)
    if final and policy.since is None:
        assert choice[-1] == max(final, key=lambda r: r.version)
