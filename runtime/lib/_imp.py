"""What importing takes from C in CPython; here the import system has no parts that a program could replace."""

import sys

check_hash_based_pycs = "default"


def lock_held():
    return False


def acquire_lock():
    pass


def release_lock():
    pass


def extension_suffixes():
    return []


def is_builtin(name):
    module = sys.modules.get(name)
    return int(module is not None and not hasattr(module, "__file__"))


def is_frozen(name):
    return False


def _override_frozen_modules_for_tests(value):
    pass
