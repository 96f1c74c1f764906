"""The list of movies, which is a component: AppTest has no words of its own for it."""

import json

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest


def cards(app: AppTest) -> list[dict[str, object]]:
    """Return what the list was given of each movie, in its order; empty where no list stands."""
    proto = _proto(app)
    return [] if proto is None else json.loads(proto.json or proto.mixed.json)["movies"]


def texts(app: AppTest) -> list[str]:
    """Return all that is said of each movie."""
    return [
        " ".join(
            [f"{card['rank']}. {card['title']}"]
            + [badge["text"] for badge in (*card["beside"], *card["before"])]
            + card["lines"]
        )
        for card in cards(app)
    ]


def press(app: AppTest, action: str, movie_id: object) -> AppTest:
    """Press a movie's button, as the browser reports it, and run the app."""
    proto = _proto(app)
    assert proto is not None, "no list of movies on the page"
    states = app._tree.get_widget_states()
    pressed = states.widgets.add()
    pressed.id = _make_trigger_id(proto.id, "events")
    pressed.json_trigger_value = json.dumps([{"event": "pressed", "value": [action, movie_id]}])
    return app._run(states)


def _proto(app: AppTest):
    found = [e.proto for e in app.get("bidi_component") if e.proto.component_name == "movie_list"]
    return found[0] if found else None
