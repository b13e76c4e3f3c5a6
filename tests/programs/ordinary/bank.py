"""Accounts: properties, class and static methods, inheritance, exceptions of one's own, context managers."""


class InsufficientFunds(Exception):
    def __init__(self, account, needed):
        super().__init__(f"{account.owner} needs {needed - account.balance:.2f} more")
        self.account = account
        self.needed = needed


class Account:
    interest = 0.01
    count = 0

    def __init__(self, owner, balance=0.0):
        self.owner = owner
        self._balance = balance
        self.history = []
        Account.count += 1

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if value < 0:
            raise InsufficientFunds(self, self._balance - value)
        self.history.append((self._balance, value))
        self._balance = value

    @balance.deleter
    def balance(self):
        self._balance = 0.0

    @classmethod
    def from_text(cls, text):
        owner, _, amount = text.partition(":")
        return cls(owner.strip(), float(amount))

    @staticmethod
    def is_valid(amount):
        return isinstance(amount, (int, float)) and not isinstance(amount, bool) and amount > 0

    def deposit(self, amount):
        if not self.is_valid(amount):
            raise ValueError(f"bad amount: {amount!r}")
        self.balance += amount
        return self

    def withdraw(self, amount):
        self.balance -= amount
        return self

    def __repr__(self):
        return f"{type(self).__name__}({self.owner!r}, {self.balance:.2f})"

    def __eq__(self, other):
        if not isinstance(other, Account):
            return NotImplemented
        return (self.owner, self.balance) == (other.owner, other.balance)

    def __lt__(self, other):
        return self.balance < other.balance

    def __hash__(self):
        return hash(self.owner)


class Savings(Account):
    interest = 0.05

    def withdraw(self, amount, *, penalty=1):
        super().withdraw(amount + penalty)
        return self

    def add_interest(self):
        self.balance *= 1 + self.interest


class Transaction:
    def __init__(self, *accounts):
        self.accounts = accounts

    def __enter__(self):
        self.saved = [account.balance for account in self.accounts]
        return self

    def __exit__(self, kind, value, traceback):
        if kind is not None:
            for account, balance in zip(self.accounts, self.saved):
                account.balance = balance
        print("transaction", "failed:" if kind else "done", value if value else "")
        return kind is not None and issubclass(kind, InsufficientFunds)


ann = Account("Ann", 100)
bob = Savings.from_text("Bob : 50.5")
print(ann, bob, Account.count, Savings.count)
with Transaction(ann, bob):
    ann.withdraw(30)
    bob.deposit(30)
print(ann, bob)
with Transaction(ann, bob):
    bob.deposit(500)
    ann.withdraw(500)
print(ann, bob)
try:
    with Transaction(ann):
        ann.deposit(-5)
except ValueError as error:
    print(type(error).__name__, error, error.args)
bob.add_interest()
bob.withdraw(10, penalty=2)
print(f"{bob.balance:10.3f}|{bob.balance:<10.1f}|{bob.balance:>+10.2e}|")
del ann.balance
print(ann, ann == Account("Ann"), ann == 5, ann != bob, max(ann, bob), sorted([bob, ann]))
print({ann: 1}[Account("Ann", 0)], hasattr(bob, "interest"), getattr(bob, "missing", "none"))
try:
    ann.nothing
except AttributeError as error:
    print(error)
try:
    Account()
except TypeError as error:
    print(error)
