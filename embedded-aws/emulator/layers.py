"""Lets a handler stand in a layer: ministack unpacks layers beside the code and does not mount them at /opt."""

import io
import os
import zipfile

from ministack.core import lambda_runtime
from ministack.services import lambda_svc

MOUNT = "/opt/"


def register():
    lambda_runtime.Worker._spawn = _with_layer_handler(lambda_runtime.Worker._spawn)


def _with_layer_handler(spawn):
    """Starts the worker with a handler under /opt as the path to it from the code's directory."""

    def spawned(worker):
        config = worker.config
        try:
            worker.config = {**config, "Handler": _beside_the_code(config)}
            return spawn(worker)
        finally:
            worker.config = config

    return spawned


def _beside_the_code(config):
    handler = config.get("Handler", "")
    if not handler.startswith(MOUNT):
        return handler
    path = handler[len(MOUNT):]
    for index, layer in enumerate(config.get("Layers", [])):
        with zipfile.ZipFile(io.BytesIO(lambda_svc._resolve_layer_zip(layer))) as archive:
            if any(os.path.splitext(name)[0] == path.rsplit(".", 1)[0] for name in archive.namelist()):
                return f"../layer_{index}/{path}"  # as Worker._spawn lays layers out
    return handler
