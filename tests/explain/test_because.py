"""More because of one favourite: what each row holds, against the table of all contributions."""

import numpy as np

from recsys.explain.because import MOSTLY, because_of_each

FAVOURITES = {1196: 5.0, 296: 4.0, 924: 4.0, 1721: 4.0, 364: 5.0}


def test_each_row_holds_the_best_that_hang_mostly_on_its_favourite(small):
    shown = small.recommend(FAVOURITES, 10).movie_ids
    rows = because_of_each(small, FAVOURITES, shown, rows=5, n=3)
    assert rows
    table = small.contributions(FAVOURITES)
    table = table[~table.index.isin([*shown, *FAVOURITES])]
    scores = table.sum(axis=1)
    support = table.clip(lower=0).sum(axis=1)
    for row in rows:
        mine = table[row.favourite.movie_id]
        hangs = scores[(mine >= MOSTLY * support) & (mine > 0) & (scores > 0)]
        best = hangs.sort_values(ascending=False, kind="stable").index[:3]
        assert [movie.movie_id for movie in row.recommendations] == best.tolist()
        for movie in row.recommendations:
            added = sum(c.contribution for c in movie.contributions)
            assert np.isclose(added, movie.score)
    firsts = [row.recommendations[0].score for row in rows]
    assert firsts == sorted(firsts, reverse=True)


def test_a_dislike_and_an_unknown_movie_have_no_row(small):
    rows = because_of_each(small, {**FAVOURITES, 260: 0.5, 10**9: 5.0}, rows=9)
    assert not {260, 10**9} & {row.favourite.movie_id for row in rows}


def test_nobody_without_a_like_has_rows(small):
    assert because_of_each(small, {}) == because_of_each(small, {1196: 0.5}) == ()
