"""A copyright notice is told from a sentence about copyright."""

import pytest

from beffroi.policy.licence.copyrights import is_notice


@pytest.mark.parametrize(
    "line",
    [
        "Copyright (c) 2020 Jean Dupont",
        " * Copyright © Ministère de la Culture",
        "// (C) 1999-2004 The Authors. All rights reserved.",
        "Portions Copyright 1998 Company",
        "All rights reserved.",
        "Copyright (c) <year> <copyright holders>",
        "SPDX-FileCopyrightText: 2021 DINUM",
    ],
)
def test_a_notice_is_one(line: str) -> None:
    assert is_notice(line)


@pytest.mark.parametrize(
    "line",
    [
        "Copyright notice and this permission notice",
        "COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM",
        "(c) Representations. Contributor represents",
        "Copyright 2020 X. Permission is hereby granted",
        "Copyright law of the country",
        "It is copyright 2020 of somebody",
        "Copyright 2020 " + "x" * 300,
    ],
)
def test_a_sentence_is_none(line: str) -> None:
    assert not is_notice(line)
