"""The whole error vocabulary. A message says what was found, what was expected, what to do."""


class RecsysError(Exception):
    """Anything a person can mend; the message is one clear sentence meant for them."""


class DataError(RecsysError):
    """A data set, file or rating that cannot be used as it is."""


class UnknownIdError(RecsysError):
    """A movie, data set or preset that does not exist here."""


class ConfigError(RecsysError):
    """A setting out of its bounds."""


class LinkError(RecsysError):
    """A profile link that cannot be read."""


class NoRatingsError(RecsysError):
    """Something that takes the ratings themselves, where only what was counted of them is."""


class ArtifactError(RecsysError):
    """A stored model that is damaged, outdated or cannot be written."""


class UnavailableError(RecsysError):
    """Something that this server cannot give now, and may be able to later."""
