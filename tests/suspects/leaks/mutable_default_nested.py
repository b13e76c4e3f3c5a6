class Form:
    errors = {}
    def __init__(self, n): self.n = n
    def fail(self, field, message, log=[]):
        self.errors.setdefault(field, []).append((self.n, message))
        log.append({"field": field, "n": self.n})
        return len(log)
n = 0
for i in range(120): n = Form(i).fail("field%d" % (i % 3), "message %d" % i)
print(n, len(Form.errors))
#> dict | modules: __main__.Form.fail.__defaults__[0] | mutable_default_nested.py:6 in Form.fail
#> tuple | modules: __main__.Form.errors['field1'] | mutable_default_nested.py:5 in Form.fail
#> tuple | modules: __main__.Form.errors['field2'] | mutable_default_nested.py:5 in Form.fail
#> tuple | modules: __main__.Form.errors['field0'] | mutable_default_nested.py:5 in Form.fail
