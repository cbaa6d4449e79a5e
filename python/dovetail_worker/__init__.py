"""The processes that run user Python for the engine. `python3 -m dovetail_worker` is started by the server (src/engine/python_host.cc)."""
