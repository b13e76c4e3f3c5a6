"""What `import heapledger` means under python3, so that one program runs under both."""


def snapshot(label):
    return None


def mark(label):
    return None
