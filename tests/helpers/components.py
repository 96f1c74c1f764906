"""The app's own elements of the page, for which AppTest has no words.

What a browser would report goes the way it goes there, through the component's trigger.
"""

import json

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def cards(app: AppTest) -> list[dict[str, object]]:
    """Return what the list was given of each movie, in its order; empty where no list stands."""
    return _movies(app, "movie_list")


def details(app: AppTest, key: str = "movies") -> dict[str, object]:
    """Return what the open cards of the list say beside their bars, by movie_id."""
    return given(app, "movie_list", key)["details"]


def given(app: AppTest, name: str, key: str = "") -> dict[str, object]:
    """Return all that an element was given."""
    return _data(_proto(app, name, key=key))


def left(app: AppTest) -> dict[str, object] | None:
    """Return what the list says of a movie that has just left it."""
    return given(app, "movie_list", "movies")["left"]


def texts(app: AppTest) -> list[str]:
    """Return all that is said of each movie of the list."""
    return [
        " ".join(
            [f"{card['rank']}. {card['title']}", card["badge"], card["reason"], card["about"]]
            + card["notes"]
        )
        for card in cards(app)
    ]


def rated(app: AppTest) -> list[dict[str, object]]:
    """Return what is shown of each rated movie, in its order."""
    return _movies(app, "rating_list")


def press(app: AppTest, action: str, movie_id: object, value: object = None) -> AppTest:
    """Press a button of a movie of the list, or give it stars ("rate")."""
    return _report(app, "movie_list", "pressed", [action, movie_id, value])


def question(app: AppTest, action: str, movie_id: object, value: object = None) -> AppTest:
    """Answer a question: "rate" with stars, "unseen" or "hide"."""
    return _report(app, "movie_list", "pressed", [action, movie_id, value], key="questions-list")


def questions(app: AppTest) -> list[dict[str, object]]:
    """Return what is asked about, in its order."""
    return _movies(app, "movie_list", "questions-list")


def change(app: AppTest, action: str, movie_id: object, value: object = None) -> AppTest:
    """Change the stars ("rate") or the weight ("weigh") of a rated movie, or "remove" it."""
    return _report(app, "rating_list", "changed", [action, movie_id, value])


def star(app: AppTest, movie_id: object, stars: object) -> AppTest:
    """Give stars in the control that is one movie's alone."""
    return _report(app, "star_control", "changed", [movie_id, stars])


def pick(app: AppTest, movie_id: object, label: str = "Find a movie") -> AppTest:
    """Pick a movie in the control with this label."""
    return _report(app, "movie_picker", "picked", movie_id, label)


def tiles(app: AppTest) -> list[dict[str, object]]:
    """Return what is shown of each movie to tap; empty where none stands."""
    return _movies(app, "tiles")


def tap(app: AppTest, movie_id: object) -> AppTest:
    """Tap a movie."""
    return _report(app, "tiles", "picked", movie_id)


def picker(app: AppTest, label: str = "Find a movie") -> dict[str, object]:
    """Return what the control with this label was given."""
    return _data(_proto(app, "movie_picker", label))


def clear(app: AppTest, label: str) -> AppTest:
    """Take away what is chosen in the control with this label."""
    return _report(app, "movie_picker", "cleared", True, label)


def look_below(app: AppTest) -> AppTest:
    """Scroll to the end: what is made only when somebody looks is made."""
    for key in ("beyond-in-view", "questions-in-view"):
        if (proto := _proto(app, "in_view", key=key)) is not None:
            app = _report(app, "in_view", "seen", _data(proto)["what"], key=key)
    return app


def unfold(app: AppTest, key: str) -> AppTest:
    """Open what is folded, whose contents are made for those who do."""
    app.session_state[key] = True
    return app.run()


def pickers(app: AppTest) -> list[str]:
    """Return the labels of the controls on the page in which a movie is picked."""
    protos = [e.proto for e in app.get("bidi_component")]
    return [_data(p)["label"] for p in protos if p.component_name == "movie_picker"]


def _data(proto) -> object:
    return json.loads(proto.bytes)


def _movies(app: AppTest, name: str, key: str = "") -> list[dict[str, object]]:
    return [] if _proto(app, name, key=key) is None else given(app, name, key)["movies"]


def _report(
    app: AppTest, name: str, event: str, value: object, label: str = "", key: str = ""
) -> AppTest:
    proto = _proto(app, name, label, key)
    assert proto is not None, f"no {name} on the page"
    states = app._tree.get_widget_states()
    reported = states.widgets.add()
    reported.id = _make_trigger_id(proto.id, "events")
    reported.json_trigger_value = json.dumps([{"event": event, "value": value}])
    return app._run(states)


def _proto(app: AppTest, name: str, label: str = "", key: str = ""):
    found = [e.proto for e in app.get("bidi_component") if e.proto.component_name == name]
    if label:
        found = [proto for proto in found if _data(proto)["label"] == label]
    if key:
        found = [proto for proto in found if proto.id.endswith(key)]
    return found[0] if found else None
