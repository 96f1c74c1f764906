// The stars of one movie.
import { arriving } from "../connection/arriving.js"
import { Stars } from "../stars.js"

export default function ({ data, parentElement, setTriggerValue }) {
  const place = parentElement.querySelector(".cine-star-control")
  const { movie_id: movieId, name, stars } = data
  place.stars ??= new Stars((given) => place.tell(given))
  place.tell = (given) => arriving(setTriggerValue)("changed", [movieId, given])
  if (!place.contains(place.stars.element)) place.append(place.stars.element)
  place.stars.show(stars, name)
}
