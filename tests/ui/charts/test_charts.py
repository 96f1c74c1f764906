import re
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from recsys import evaluate, explore
from recsys.evaluate.statistics import Paired
from recsys.explain import influence as drivers
from recsys.recommend.results import Contribution
from recsys.ui.charts import chances as chance_charts
from recsys.ui.charts import explore as explore_charts
from recsys.ui.charts import model as model_charts
from recsys.ui.charts import similar as similar_charts
from recsys.ui.charts import tables, theme
from recsys.ui.charts import why as charts

BARS = tuple(
    Contribution(i, f"Movie {i}", value) for i, value in enumerate((0.3, -0.1, 0.05), start=1)
)


def test_waterfall_runs_from_zero_to_the_total():
    table = charts.waterfall_table(BARS)
    assert table["title"].tolist() == ["Movie 1", "Movie 3", "Movie 2", "Score"]
    assert table["start"].tolist() == pytest.approx([0, 0.3, 0.35, 0])
    assert table["end"].tolist() == pytest.approx([0.3, 0.35, 0.25, 0.25])
    assert table["kind"].tolist() == [charts.FOR, charts.FOR, charts.AGAINST, charts.TOTAL]


def test_each_bar_has_its_own_colour_and_what_is_printed_adds_up():
    parts = [Contribution(i, f"Movie {i}", 0.1004) for i in (1, 2, 3, 4, 5)]
    table = charts.waterfall_table(parts, of={1: "red", 3: "blue"})
    others, muted = theme.LIGHT.others, theme.LIGHT.muted
    assert table["colour"].tolist() == ["red", others, "blue", others, others, muted]
    *adds, score = [float(label) for label in table["label"]]
    assert sum(adds) == pytest.approx(score, abs=1e-9)
    assert score == 0.502
    small = [Contribution(1, "A", 0.00012), Contribution(2, "B", -0.00095)]
    assert charts.labels(small, 12) == (["+0.00012", "−0.00095"], "−0.00083")


def test_what_speaks_against_a_movie_is_drawn_in_outline():
    bars = charts.waterfall(BARS).to_dict()["layer"][0]["encoding"]
    assert bars["fillOpacity"]["condition"] == {
        "test": "(datum.kind === 'speaks against it')",
        "value": 0.12,
    }


def test_many_bars_fold_into_others_and_still_sum():
    many = tuple(Contribution(i, f"Movie {i}", (-1) ** i / i) for i in range(1, 31))
    table = charts.waterfall_table(many, shown=10)
    assert len(table) == 12
    assert table["title"].iloc[-2] == "20 others"
    assert table["contribution"].iloc[:-1].sum() == pytest.approx(sum(c.contribution for c in many))


def test_empty_profile_draws_a_score_of_zero():
    assert charts.waterfall_table(())["end"].tolist() == [0]


def test_alternative_text_tells_the_numbers():
    text = charts.contribution_summary(BARS, "Alien")
    assert text == (
        "Score of Alien: 0.250, the sum of Movie 1 +0.300, Movie 3 +0.050, Movie 2 −0.100"
    )


def test_every_chart_is_valid_vega_lite(small):
    dataset = small.dataset
    similar = pd.DataFrame(
        {"favourite": ["A"], "rank": [1], "movie_id": [2], "title": ["B"], "similarity": [0.5]}
    )
    ranks = explore.popularity(dataset).head(3)
    for chart in (
        charts.waterfall(BARS),
        charts.waterfall(BARS, theme.DARK),
        similar_charts.similarity_bars(similar),
        model_charts.loss_curve([0.5, 0.4]),
        *(explore_charts.popularity_bars(ranks, by) for by in explore.ORDERS),
        explore_charts.rating_histogram(explore.rating_distribution(dataset)),
        explore_charts.over_time(explore.activity(dataset)),
        *(explore_charts.classes(explore.ratings_per(dataset, p), p) for p in ("user", "movie")),
        explore_charts.years(explore.year_distribution(dataset)),
        explore_charts.genres(explore.genre_distribution(dataset)),
        explore_charts.tail_curve(explore.long_tail(dataset)),
        explore_charts.compared_ratings(explore.compare_ratings(dataset, [356, 296])),
    ):
        assert chart.to_dict()["$schema"].endswith(".json")


def test_a_spreadsheet_runs_nothing_from_a_download():
    table = pd.DataFrame({"Movie": ["=HYPERLINK(1)", "Heat", "-1+1"], "Score": [-0.5, 1.0, 2.0]})
    assert tables.safe_csv(table).splitlines() == [
        "Movie,Score",
        "'=HYPERLINK(1),-0.5",
        "Heat,1.0",
        "'-1+1,2.0",
    ]


def test_the_heat_map_is_valid_and_folds_nothing_away(small):
    result = small.recommend({1196: 5.0, 296: 1.0}, 5)
    table = drivers.influence(result)
    for colours in (theme.LIGHT, theme.DARK):
        chart = charts.heat_map(table, colours).to_dict()
        assert chart["$schema"].endswith(".json")
        assert len(next(iter(chart["datasets"].values()))) == 10


def test_similar_movies_lie_under_their_favourite_in_order():
    table = pd.DataFrame(
        [("A", "C", 0.9), ("A", "D", 0.5), ("B", "C", 0.7)],
        columns=["favourite", "title", "similarity"],
    )
    rows = similar_charts.similarity_rows(table)
    assert rows["row"].tolist() == ["#0|A", "1|C", "2|D", "#3|B", "4|C"]
    assert rows["similarity"].isna().tolist() == [True, False, False, True, False]


def test_only_the_theme_has_colours():
    root = Path(__file__).resolve().parents[3]
    for path in [*(root / "recsys").rglob("*.py"), *(root / "pages").glob("*.py")]:
        found = re.findall(r"#[0-9a-fA-F]{6,8}\b", path.read_text("utf-8"))
        assert not found or path.name == "theme.py", f"{path.name}: {found}"


def test_both_modes_have_as_many_colours_as_groups_on_the_map():
    for colours in (theme.LIGHT, theme.DARK):
        assert len(set(colours.genres)) == len(set(colours.decades)) == 8
        assert len({colours.speaks_for, colours.speaks_against, *colours.diverging}) == 5


CATALOGUE = pd.DataFrame(
    [
        ("Drama", "1990s", 1, "A", 1, 6),
        ("Drama", "1990s", None, "others", 3, 2),
        ("Drama", "1970s", 2, "<a href='http://evil.example'>M*A*S*H</a>", 1, 1),
        ("Comedy", "2000s", 3, "C", 1, 4),
    ],
    columns=["genre", "decade", "movie_id", "title", "movies", "likes"],
).astype({"movie_id": "Int64"})


def test_the_treemap_adds_up_and_marks_ones_own_likes():
    drawn = explore_charts.treemap(CATALOGUE, [3]).data[0]
    value = dict(zip(drawn.ids, drawn["values"], strict=True))
    assert (value["Drama"], value["Drama/1990s"], value["Comedy"]) == (9, 8, 4)
    for part in value:
        inside = [value[i] for i, p in zip(drawn.ids, drawn.parents, strict=True) if p == part]
        assert not inside or sum(inside) == value[part]
    colour = dict(zip(drawn.labels, drawn.marker.colors, strict=True))
    assert colour["♥ C"] == theme.LIGHT.favourite
    assert colour["A"] == colour["3 others"] == colour["Drama"] != colour["Comedy"]


def test_a_title_is_no_html_in_the_treemap():
    assert not any("<a" in label for label in explore_charts.treemap(CATALOGUE, []).data[0].labels)


@pytest.mark.parametrize("colours", [theme.LIGHT, theme.DARK])
def test_no_two_models_look_the_same(small, colours):
    report = small.model.report
    table = model_charts.evaluation_rows(
        evaluate.load(report.dataset, report.fingerprint, "few-shot")
    )
    drawn = model_charts.accuracy_by_given(table, colours).to_dict()
    lines = drawn["layer"][-1]["encoding"]
    colour, dash = lines["color"]["scale"], lines["strokeDash"]["scale"]
    assert {"default", "popularity"} <= set(colour["domain"])
    assert colour["domain"] == dash["domain"]
    looks = [*zip(colour["range"], map(tuple, dash["range"]), strict=True)]
    assert len(set(looks)) == len(looks) == len(colour["domain"])


def test_all_protocols_stand_in_one_picture_with_ours_marked(small, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))  # What shipped, not what another test found.
    report = small.model.report
    kept = [evaluate.load(report.dataset, report.fingerprint, name) for name in evaluate.PROTOCOLS]
    table = pd.concat([model_charts.evaluation_rows(found) for found in kept])
    drawn = model_charts.accuracy_by_given(table).to_dict()
    band, rules, lines = drawn["layer"]
    assert lines["encoding"]["x"]["sort"] == ["1", "3", "5", "10", "20", "80%"]
    ours = "(datum.model === 'default')"
    assert band["transform"] == [{"filter": ours}]
    assert rules["transform"] == [{"filter": f"(!{ours})"}]
    assert lines["encoding"]["strokeWidth"]["condition"]["test"] == ours
    rows = next(iter(drawn["datasets"].values()))
    assert len(rows) == 6 * len({row["model"] for row in rows})


def test_the_reliability_diagram_has_a_point_for_each_bin_and_the_line_of_agreement(small):
    report = small.model.report
    found = evaluate.load_chances(report.dataset, report.fingerprint, small.model.config.to_dict())
    table = chance_charts.bins(found)
    assert len(table) == sum(len(told.bins) for told in found.told)
    assert list(table["told"].unique()) == ["3 likes", "5 likes", "10 likes", "80% of the likes"]
    agree, _, points = chance_charts.reliability(table, theme.LIGHT).to_dict()["layer"]
    least, most = points["encoding"]["x"]["scale"]["domain"]
    assert least < min(table["said"].min(), table["low"].min())
    assert most == 1
    assert points["encoding"]["y"]["scale"] == agree["encoding"]["y"]["scale"]
    worst = max(told.error for told in found.told)
    assert f"{100 * worst:.1f} of a hundred" in chance_charts.takeaway(found)


def test_the_takeaway_tells_by_amount_who_is_ahead(small, tmp_path, monkeypatch):
    monkeypatch.setenv("RECSYS_HOME", str(tmp_path))  # What shipped, not what another test found.
    report = small.model.report
    found = evaluate.load(report.dataset, report.fingerprint, "few-shot")
    verdicts = {1: (-0.1, "behind"), 3: (0.0, "level"), 0.8: (0.1, "ahead")}

    def row(model, given, mean, against):
        base = next(r for r in found.rows if r.model == model)
        return replace(base, given=given, ndcg_at_10=mean, against_default=against)

    rows = []
    for given, (lead, _) in verdicts.items():
        low, high = sorted((-lead - 0.01, -lead + 0.01))
        rows.append(row("default", given, 0.5, None))
        rows.append(row("ease", given, 0.5 - lead, Paired(-lead, low, high)))
    said = model_charts.evaluation_takeaway(replace(found, rows=tuple(rows)))
    assert said == (
        "The default model is, told 80% of the likes, ahead of every other, the best of them ease; "
        "told 3 likes, level with the best other, ease; told 1 like, behind ease."
    )
