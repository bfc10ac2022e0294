"""`python -m simulator [--port N] [--scene FILE] [--state FILE] [--from ISO]`."""

import argparse
import contextlib
import socket
import sys
from datetime import datetime
from pathlib import Path

from simulator.app import create_app
from simulator.clock import Clock
from simulator.scene import default_scene, read_scene
from simulator.serve import Server


def main() -> None:
    """Serve on 127.0.0.1 until interrupted."""
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=8600)
    parser.add_argument("--scene", type=Path, help="a scene as JSON")
    parser.add_argument("--state", type=Path, help="keep the world in this file")
    parser.add_argument("--from", dest="start", type=datetime.fromisoformat, help="clock's start")
    options = parser.parse_args()
    scene = read_scene(options.scene) if options.scene else default_scene()
    app = create_app(scene, clock=Clock(options.start), state=options.state)
    listening = socket.create_server(("127.0.0.1", options.port), backlog=2048)
    sys.stderr.write(f"simulator at http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stderr.flush()
    with contextlib.suppress(KeyboardInterrupt):
        Server(app).run([listening])


if __name__ == "__main__":
    main()
