"""Runs alone (`python -I`): takes the sheets of a form as JSON, lets pyxform make an XForm of them, says what it minds.

It imports nothing of the project. Its output is JSON: {"complaint": text}, empty where pyxform is content.
"""

from __future__ import annotations

import json
import os
import resource
import sys


def limit_self(limits: dict[str, int]) -> None:
    """No more memory, processor time or core file than allowed; the kernel ends the process otherwise."""
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory_bytes"],) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Limit, convert, say."""
    limit_self(json.loads(sys.argv[1]))
    # pyxform brings numpy along, which would set aside memory for a thread of each processor of a big machine.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    from pyxform.xls2xform import convert

    complaint = ""
    try:
        convert(json.loads(sys.stdin.buffer.read()))
    except MemoryError:
        raise
    except Exception as error:
        # A form that is wrong in a way the library does not foresee makes it raise a KeyError and the like.
        complaint = str(error) or type(error).__name__
    json.dump({"complaint": complaint}, sys.stdout)


if __name__ == "__main__":
    main()
