"""Types the sessions of a page again and compares what is printed.

usage: docs.py PAGE.md FOLDER      (ACCEPT=1: writes the page anew)

A session is an indented block whose first line is a command:

    $ heapledger info run.db
    program  shop.py

A fenced block whose info line names a file (```python shop.py) is that file. Numbers change with the
runtime, and the widths of columns with them: a number is compared as a number, blanks and rules as one. A
command that names a number which an earlier answer showed is typed with the one that stands there now.
"""
import difflib
import os
import re
import subprocess
import sys

page, folder = sys.argv[1:]
NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")


def mask(lines):
    """The lines as they are compared."""
    return [re.sub(r"[ ─]+", " ", NUMBER.sub("N", line)).strip() for line in lines]


class Page:
    def __init__(self, lines):
        self.lines = lines
        self.now = {}  # the numbers of the page, and what they are now
        self.code = 0
        self.differences = []

    def run(self, command):
        command = NUMBER.sub(lambda match: self.now.get(match[0], match[0]), command)
        done = subprocess.run(["bash", "-c", "(exit %d); %s" % (self.code, command)], cwd=folder, text=True,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
        self.code = done.returncode
        return command, done.stdout.split("\n")[:-1]

    def session(self, block):
        """Gives the block as it would be printed now."""
        actual, at = [], 0
        while at < len(block):
            command = block[at].removeprefix("$ ")
            shown = [block[at]]
            at += 1
            while at < len(block) and block[at].startswith("> "):
                command += "\n" + block[at].removeprefix("> ")
                shown.append(block[at])
                at += 1
            expected = []
            while at < len(block) and not block[at].startswith("$ "):
                expected.append(block[at])
                at += 1
            blank = expected[-1:] == [""]
            expected = expected[:-1] if blank else expected
            typed, printed = self.run(command)
            printed = [line.rstrip() for line in printed]
            if mask(printed) == mask(expected):
                for old, new in zip(expected, printed):
                    self.now.update(zip(NUMBER.findall(old), NUMBER.findall(new)))
            else:
                self.differences += difflib.unified_diff(expected, printed, command, "now", lineterm="")
            lines = ["$ " + typed.split("\n")[0]] + ["> " + line for line in typed.split("\n")[1:]]
            actual += lines + printed + ([""] if blank else [])
        return actual

    def read(self):
        """Goes through the page and gives it as it would be now."""
        result, at = [], 0
        while at < len(self.lines):
            line = self.lines[at]
            end = at + 1
            if line.startswith("```"):
                while not self.lines[end].startswith("```"):
                    end += 1
                name = line[3:].split()[1:]
                if name:
                    path = os.path.join(folder, name[0])
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "w") as file:
                        file.write("\n".join(self.lines[at + 1:end]) + "\n")
                result += self.lines[at:end + 1]
                end += 1
            elif line.startswith("    $ "):
                while end < len(self.lines) and (self.lines[end].startswith("    ") or self.lines[end] == "" and
                                                 self.lines[end + 1:end + 2] and self.lines[end + 1].startswith("    ")):
                    end += 1
                result += [("    " + line).rstrip() for line in self.session([line[4:] for line in self.lines[at:end]])]
            else:
                result.append(line)
            at = end
        return result


with open(page) as file:
    text = Page(file.read().split("\n"))
now = text.read()
name = "docs/" + os.path.basename(page).removesuffix(".md")
if os.environ.get("ACCEPT"):
    with open(page, "w") as file:
        file.write("\n".join(now))
elif text.differences:
    print("not ok", name)
    print("\n".join("# " + line for line in text.differences))
else:
    print("ok", name)
