import sys

if sys.path and sys.path[0] == __import__("os").getcwd():
    del sys.path[0]  # the server's folder holds no modules of the user's

from dovetail_worker.host import main

main()
