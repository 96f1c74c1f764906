"""What if: what drives the list, the list without some favourites, and what a change would take."""

from recsys.ui import frame
from recsys.ui.screens.recommendations import what_if as whatif_view
from recsys.ui.screens.recommendations import what_would_it_take as change_view

change_view.read_address()
whatif_view.headline()
ready = frame.recommender()

view = whatif_view.choice()
if view == whatif_view.DRIVERS:
    whatif_view.all_at_once(ready)
elif view == whatif_view.WITHOUT:
    whatif_view.list_without(ready)
else:
    change_view.change_finder(ready)
whatif_view.by_score_note()
change_view.write_address()
