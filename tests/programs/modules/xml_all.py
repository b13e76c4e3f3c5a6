# XML: the parser itself, ElementTree, minidom, sax, plists.
import gc
import io
import plistlib
import pyexpat
import xml.dom.minidom
import xml.etree.ElementTree as ET
import xml.sax
import xml.sax.handler
from xml.parsers import expat
from xml.sax import saxutils

DOCUMENT = """<?xml version="1.0"?>
<!DOCTYPE data [<!ENTITY who "world"><!ELEMENT rank (#PCDATA|b)*><!ELEMENT year (a?,(b|c)+)><!ATTLIST country kind CDATA "land">]>
<!-- a comment -->
<data xmlns:x="urn:x">
    <country name="Liechtenstein"><rank updated="yes">2</rank><year>2008</year>
        <neighbor name="Austria" direction="E"/>tail &amp; more</country>
    <country name="Panama" kind="isthmus"><rank>68</rank><x:note>hello &who; <![CDATA[<raw>]]></x:note></country>
    <?target some data?>
</data>
"""


def show(name):
    def handler(*arguments):
        print(name, arguments)
    return handler


parser = expat.ParserCreate()
for name in ("StartElement", "EndElement", "CharacterData", "Comment", "ProcessingInstruction", "XmlDecl",
             "StartDoctypeDecl", "EndDoctypeDecl", "EntityDecl", "AttlistDecl", "ElementDecl", "StartCdataSection", "EndCdataSection"):
    setattr(parser, name + "Handler", show(name))
print(parser.buffer_text, parser.ordered_attributes, parser.StartNamespaceDeclHandler)
parser.buffer_text = True
print(parser.Parse(DOCUMENT[:100]), parser.Parse(DOCUMENT[100:], True), parser.CurrentLineNumber, parser.CurrentByteIndex)

for separator, ordered in ((None, True), (" ", False)):
    parser = expat.ParserCreate(namespace_separator=separator)
    parser.ordered_attributes = ordered
    parser.StartElementHandler = show("start")
    parser.StartNamespaceDeclHandler = show("namespace")
    parser.DefaultHandlerExpand = show("default")
    parser.Parse('<a xmlns="urn:d" xmlns:p="urn:p" p:q="1" r="2"><p:b/></a>', True)

for wrong in ("<a>", "<a></b>", "<a b=1/>", "", "<a/><b/>", "<a>&nope;</a>", "<a b='1' b='2'/>", "text", "<a>\x01</a>"):
    parser = expat.ParserCreate()
    try:
        parser.Parse(wrong, True)
    except expat.ExpatError as error:
        print(repr(wrong), error, error.code, error.lineno, error.offset, expat.errors.messages[error.code],
              expat.ErrorString(error.code))
print(expat.errors.XML_ERROR_SYNTAX, expat.errors.codes["no element found"], expat.error is expat.ExpatError,
      pyexpat.native_encoding, expat.model.XML_CTYPE_SEQ)


def fail(*arguments):
    raise ValueError(arguments)


parser = expat.ParserCreate()
parser.EndElementHandler = fail
parser.CommentHandler = show("never")
try:
    parser.Parse("<a><b/><!-- c --></a>", True)
except ValueError as error:
    print("raised", error)
for wrong in (lambda: expat.ParserCreate(5), lambda: expat.ParserCreate(None, "ab"), lambda: expat.ParserCreate().Parse(5),
              lambda: setattr(expat.ParserCreate(), "nothing", 1)):
    try:
        wrong()
    except (TypeError, ValueError, AttributeError) as error:
        print(type(error).__name__)
parser = expat.ParserCreate()
parser.CharacterDataHandler = show("text")
parser.ParseFile(io.BytesIO('<?xml version="1.0" encoding="windows-1252"?><a>caf\xe9 \x80</a>'.encode("latin-1")))

root = ET.fromstring(DOCUMENT)
print(root.tag, [(child.tag, child.attrib) for child in root], root[0][1].text, repr(root[0][2].tail))
for country in root.findall("country"):
    print(country.get("name"), country.find("rank").text, country.findtext("year", default="-"), len(country))
print([e.tag for e in root.iter()], root.find(".//rank[@updated]").text, root.findall("./country[@name='Panama']/rank")[0].text,
      root.find("x:note", {"x": "urn:x"}), root[1].find("{urn:x}note").text)
for rank in root.iter("rank"):
    rank.text = str(int(rank.text) + 1)
    rank.set("updated", "no")
root.remove(root[1])
sub = ET.SubElement(root, "new", {"a": '1"<'})
sub.text, sub.tail = "t & <", "\n"
print(ET.tostring(root, encoding="unicode"))
tree = ET.ElementTree(root)
out = io.BytesIO()
tree.write(out, encoding="utf-8", xml_declaration=True)
print(out.getvalue()[:60])
ET.indent(tree)
ET.dump(tree)
print([(event, element.tag) for event, element in ET.iterparse(io.BytesIO(b"<a><b>1</b><c/></a>"), ("start", "end"))])
try:
    ET.fromstring("<a><b></a>")
except ET.ParseError as error:
    print(error, error.position, error.code)
pull = ET.XMLPullParser(["end"])
pull.feed("<a><b/>")
print([element.tag for _, element in pull.read_events()])
print(ET.canonicalize("<a z='1' b='2'><!-- x --><c></c></a>"), ET.XML("<a/>").tag, ET.iselement(root))

document = xml.dom.minidom.parseString("<r a='1'><i>x</i><i>y</i><!--c--></r>")
print([node.firstChild.data for node in document.getElementsByTagName("i")], document.documentElement.getAttribute("a"))
print(document.toprettyxml(indent=" "))
document.unlink()


class Counter(xml.sax.ContentHandler):
    def __init__(self):
        self.seen = []

    def startElement(self, name, attributes):
        self.seen.append((name, dict(attributes)))

    def characters(self, text):
        self.seen.append(text)


counter = Counter()
xml.sax.parseString(b"<a><b c='d'>text</b></a>", counter)
print(counter.seen, saxutils.escape("<&>"), saxutils.quoteattr('a"b'), saxutils.unescape("&lt;"))
try:
    xml.sax.parseString(b"<a>", xml.sax.ContentHandler())
except xml.sax.SAXParseException as error:
    print(error.getLineNumber(), error.getMessage())

data = {"a": [1, 2.5, True], "b": b"bytes", "c": {"d": "text"}}
text = plistlib.dumps(data)
print(plistlib.loads(text) == data, text[:38], plistlib.loads(plistlib.dumps(data, fmt=plistlib.FMT_BINARY)) == data)

cycle = expat.ParserCreate()
cycle.StartElementHandler = lambda name, attributes, parser=cycle: None
del cycle, parser
gc.collect()
