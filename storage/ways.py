"""How one of a pair reaches the others, as far as they have agreed to be reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from programme.words.reaching import Far, Near, Ways

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.pairs import Pair
    from storage.people import Person


def ways_of(pair: Pair, reader: Person, others: Sequence[Person], platform_names: Mapping[str, str]) -> Ways:
    """The reader's ways to the others; `platform_names` are what people call the platforms."""
    return Ways(
        pair_id=pair.id,
        near=tuple(
            Near(other.name, other.platform_id) for other in others if other.platform == reader.platform
        ),
        far=tuple(
            Far(other.name, platform_names.get(other.platform, ""), other.email_for(reader))
            for other in others
            if other.platform != reader.platform
        ),
        has_shared=reader.has_shared,
    )
