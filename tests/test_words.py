"""Every sentence is said in three languages."""

from __future__ import annotations

import pytest
from catalogues import FIELD, LANGUAGES, catalogue, compiled, said, source

from app.words import Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_of_the_program_is_translated(language: str) -> None:
    kept = catalogue(language)
    assert [text for text in said() if not (kept.get(text) and kept.get(text).string)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_fills_in_only_what_the_sentence_knows(language: str) -> None:
    wrong = [m.id for m in catalogue(language) if m.id and not set(FIELD.findall(m.string)) <= set(FIELD.findall(m.id))]
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_kept_that_nobody_says(language: str) -> None:
    assert {m.id for m in catalogue(language) if m.id} <= set(said())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_its_source(language: str) -> None:
    assert source(language).with_suffix(".mo").read_bytes() == compiled(catalogue(language))


def test_a_language_can_be_switched_while_in_use() -> None:
    t = Words("zh_Hans")
    assert t("Check in ⏎") == "签到 ⏎"
    t.switch("zh_Hant")
    assert t("Check in ⏎") == "簽到 ⏎"
    t.switch("en")
    assert t("Check in ⏎") == "Check in ⏎"


def test_a_missing_value_leaves_a_gap_and_no_error() -> None:
    assert Words()("{n} of {m}", n=1) == "1 of {m}"
