"""olevba without the warnings of its own import: it calls pyparsing by names that pyparsing has since changed."""

import warnings
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from oletools import olevba  # type: ignore[import-untyped]

VBA_Parser: Any = olevba.VBA_Parser
decompress_stream: Any = olevba.decompress_stream
