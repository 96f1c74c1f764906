// See connection.py for why.
import { connection } from "./arriving.js"

export default function ({ data, setStateValue }) {
  connection().ask = () => setStateValue("asked", performance.now())
  connection().heard(data.run)
}
