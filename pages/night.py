"""Movie night: one list for two to seven people, each one's part in it shown."""

import streamlit as st

from recsys.people.night import plan
from recsys.profile.person import MIN_PEOPLE
from recsys.ui import frame, memory
from recsys.ui.charts import theme
from recsys.ui.screens.night import comparison as compare_view
from recsys.ui.screens.night import list as night_view
from recsys.ui.screens.night import party
from recsys.ui.screens.night import people as night_people

party.read_address()
party.write_address()
ready = frame.recommender()
people = party.people()
shown = people or list(party.EXAMPLE)
colour = dict(zip((one.name for one in shown), theme.current().favourites, strict=False))

st.title("Movie night")
if not people:
    st.markdown("One list for two to seven people, of movies that none of you has seen.")
with st.container(horizontal=True, gap="xsmall", key="night-people"):
    night_people.row(colour)
    if len(people) >= MIN_PEOPLE:
        night_view.share_night()
night_people.panel()
night_people.problems()
if not people:
    night_people.example(colour)

if len(shown) < MIN_PEOPLE:
    st.info("One person is here; add at least one more to get a common list.")
else:
    night_view.rule_switch()
    night_view.lists_switch()
    night = plan(shown, ready, party.rule(), night_view.LISTED, party.lists())
    left, right = st.columns([7, 5], gap="large")
    with left:
        night_view.movies(night, ready, colour)
    with right:
        if people:
            night_view.how_alike(night)
        if len(people) == MIN_PEOPLE:
            mine, theirs = sorted(party.seats(), key=lambda seat: not seat.mine)
            me, them = mine.person, theirs.person
            is_me = mine.mine and not memory.is_anothers()
            name = compare_view.YOU if is_me else me.name
            st.header("The two of you")
            compare_view.compare_people(
                me.profile, them.profile, them.name, ready, name, for_both=False
            )
