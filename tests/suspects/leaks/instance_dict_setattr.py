class Config: pass
config = Config()
def remember(n): setattr(config, "option_%d" % n, ["v%d" % n])
for i in range(300): remember(i)
print("done")
#> list | modules: __main__.config.__dict__ | instance_dict_setattr.py:3 in remember
