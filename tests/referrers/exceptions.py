"""The arguments of an exception, its cause's attribute, and the frames of its traceback."""

from marked import Marked, show


def fail(marked):
    local = marked
    raise ValueError("no", local)


def main():
    marked = Marked()
    kept = []
    try:
        fail(marked)
    except ValueError as error:
        error.subject = marked
        kept.append(error)
    show(marked)
    return kept


main()
