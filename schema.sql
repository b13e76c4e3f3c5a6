-- A heapledger trace: the memory of one run of one program, as bookkeeping.
--
-- This file is the only definition of the format. One SQLite file holds one run. Small things are
-- plain tables, readable by any SQLite client; what comes by the million is packed, column by
-- column, into the BLOBs of journal, object_chunk and snapshot_chunk, and read through the virtual
-- tables `event`, `object` and `reference` (heapledger, or `.load heapledger` in any client).
--
-- Words. An object's number (oid) is given at birth: 1, 2, 3 …, never reused. seq numbers the events
-- of the run: 1, 2, 3 …; it is the ledger's clock. A holder owns a reference: a positive holder is
-- the oid of the object that stores the pointer, 0 is a reference in flight (evaluation stack, a C
-- local), a negative one is a row of `root`.
--
-- Times are nanoseconds since the start of the run. They are exact for marks, collections and
-- snapshots; the journal keeps two for each chunk, and the time of an event is interpolated between
-- its neighbours. A deterministic recording has 0 in every time, address and process id.
--
-- While the program runs, the file is in WAL mode and everything in it is consistent at each commit
-- (at least every 250 ms), except what says "at the end": those tables speak of run.books_seq.

PRAGMA application_id = 0x484C4447; -- 'HLDG'
-- The version of this definition. It rises when an older reader would misread the file, not where
-- there is only more in it that an older reader does not ask for.
PRAGMA user_version = 1;

-- One row: the run.
CREATE TABLE run (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  recorder TEXT NOT NULL,          -- the program that wrote this file, with its version
  program TEXT NOT NULL,           -- what was run
  arguments TEXT NOT NULL,         -- its arguments, a JSON array of text
  directory TEXT NOT NULL,         -- where it was started; '' where deterministic
  process_id INTEGER NOT NULL,
  parent_file TEXT,                -- the trace of the process that forked this one
  level TEXT NOT NULL CHECK (level IN ('refs', 'lifetimes')), -- 'lifetimes': no incref, decref, move
  only_type TEXT,                  -- glob: only objects of these types have incref, decref, move
  has_holders INTEGER NOT NULL,    -- 0: every reference has the holder 'unknown' (root -1)
  deterministic INTEGER NOT NULL,
  started_unix_ns INTEGER NOT NULL, -- wall clock at the start of the run
  duration_ns INTEGER,             -- of the run; NULL while it is being recorded
  -- 'recording': the writer is at work, or was killed there (then the file's last seq is all there is);
  -- 'complete': every event that the program published is here;
  -- 'incomplete': the writer gave up after seq `events`, for `reason`.
  state TEXT NOT NULL CHECK (state IN ('recording', 'complete', 'incomplete')),
  reason TEXT,
  ended TEXT CHECK (ended IN ('exit', 'signal')), -- how the program ended; NULL: not known (yet)
  exit_code INTEGER,               -- of the program; 128 + signal where a signal killed it
  signal INTEGER,                  -- that signal
  events INTEGER NOT NULL,         -- last seq in the file
  objects INTEGER NOT NULL,        -- births
  live_objects INTEGER NOT NULL,   -- alive at seq `events`
  live_bytes INTEGER NOT NULL,
  peak_seq INTEGER NOT NULL,       -- the first event at which live bytes were highest; 0: no object yet
  peak_objects INTEGER NOT NULL,   -- alive then
  peak_bytes INTEGER NOT NULL,
  books_seq INTEGER NOT NULL       -- type_balance, site_balance, object_chunk and snapshot_chunk of
                                   -- snapshot 0 are complete up to here; 0: not written yet
) STRICT;

-- --- names: defined before the first event that uses them ------------------------------------------

-- One row a type of objects.
CREATE TABLE type (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- One row a function of the program.
CREATE TABLE function (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,              -- qualified: Cache.put
  file TEXT NOT NULL,
  line INTEGER NOT NULL            -- of its first line
) STRICT;

-- One row a node of the call tree: a line of a function that was called from site `parent_id`.
-- Following parent_id gives the traceback.
CREATE TABLE site (
  id INTEGER PRIMARY KEY,
  parent_id INTEGER NOT NULL,      -- site.id of the calling line; 0: nobody called
  function_id INTEGER NOT NULL,    -- function.id
  function TEXT NOT NULL,          -- function.name, here for readers
  file TEXT NOT NULL,              -- function.file
  line INTEGER NOT NULL            -- the line that is executed, not the function's first
) STRICT;

-- One row a holder that is no object: module globals, interned objects, the runtime itself.
CREATE TABLE root (
  id INTEGER PRIMARY KEY CHECK (id < 0), -- the holder; -1 is always 'unknown'
  name TEXT NOT NULL
) STRICT;

-- One row a text that labels edges of snapshots: an attribute, a key, a local variable.
CREATE TABLE text (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL
) STRICT;

-- --- places in the stream --------------------------------------------------------------------------

-- One row a label that the program put into the stream.
CREATE TABLE mark (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,
  label TEXT NOT NULL,
  site_id INTEGER NOT NULL,
  time_ns INTEGER NOT NULL
) STRICT;

-- One row a run of the cycle collector.
CREATE TABLE collection (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,            -- its gc event: where it began
  end_seq INTEGER,                 -- the last event that belongs to it; NULL: it never ended
  generation INTEGER NOT NULL,
  trigger TEXT NOT NULL,           -- 'threshold', 'call', 'exit'
  examined INTEGER,                -- objects looked at; these figures are NULL until it ends
  collected INTEGER,
  uncollectable INTEGER,
  pause_ns INTEGER,
  site_id INTEGER NOT NULL,
  time_ns INTEGER NOT NULL
) STRICT;

-- One row a picture of the whole heap.
CREATE TABLE snapshot (
  id INTEGER PRIMARY KEY,
  seq INTEGER NOT NULL,            -- its snapshot event; the heap as it stood after it
  label TEXT NOT NULL,             -- not unique: a loop may take 'step' many times
  objects INTEGER NOT NULL,        -- in the picture
  edges INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  last_oid INTEGER NOT NULL,       -- the highest oid born before it: what is above is younger
  complete INTEGER NOT NULL,       -- 0: the program ended while it was being taken
  replayed INTEGER NOT NULL,       -- 1: taken after the run, from the journal
  site_id INTEGER NOT NULL,
  time_ns INTEGER NOT NULL,
  pause_ns INTEGER NOT NULL        -- how long the program stood still for it
) STRICT;

-- --- books -----------------------------------------------------------------------------------------

-- One row a type that is alive in a snapshot.
CREATE TABLE snapshot_type (
  snapshot_id INTEGER NOT NULL,
  type_id INTEGER NOT NULL,
  objects INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  count INTEGER NOT NULL,          -- sum of the reference counts
  PRIMARY KEY (snapshot_id, type_id)
) STRICT, WITHOUT ROWID;

-- One row a site whose objects are alive in a snapshot.
CREATE TABLE snapshot_site (
  snapshot_id INTEGER NOT NULL,
  site_id INTEGER NOT NULL,        -- where they were born
  type_id INTEGER NOT NULL,
  objects INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (snapshot_id, site_id, type_id)
) STRICT, WITHOUT ROWID;

-- One row a type, at the end (run.books_seq).
CREATE TABLE type_balance (
  type_id INTEGER PRIMARY KEY,
  births INTEGER NOT NULL,
  deaths INTEGER NOT NULL,
  born_bytes INTEGER NOT NULL,     -- sizes at birth, summed
  live_objects INTEGER NOT NULL,
  live_bytes INTEGER NOT NULL      -- sizes as they are, summed
) STRICT;

-- One row a site, at the end (run.books_seq).
CREATE TABLE site_balance (
  site_id INTEGER PRIMARY KEY,     -- 0: site unknown
  births INTEGER NOT NULL,         -- objects born here
  born_bytes INTEGER NOT NULL,
  live_objects INTEGER NOT NULL,   -- of them, alive
  live_bytes INTEGER NOT NULL,
  increfs INTEGER NOT NULL,        -- events at this site
  decrefs INTEGER NOT NULL,
  moves INTEGER NOT NULL,
  opened INTEGER NOT NULL,         -- references that began here: births, increfs, moves
  closed INTEGER NOT NULL          -- of those, how many have ended, wherever; opened - closed are open
) STRICT;

-- One row every 4096 events and one at the end: the live heap over the run.
CREATE TABLE heap_size (
  seq INTEGER PRIMARY KEY,         -- after this event
  time_ns INTEGER NOT NULL,
  objects INTEGER NOT NULL,        -- alive
  bytes INTEGER NOT NULL,
  peak_objects INTEGER NOT NULL,   -- most since the previous row
  peak_bytes INTEGER NOT NULL
) STRICT;

-- One row a stored question that came with the recorder. Shown, and run only when named.
CREATE TABLE query (
  name TEXT PRIMARY KEY,           -- growth, checks/no_cycles
  text TEXT NOT NULL               -- the whole file: header and statement
) STRICT, WITHOUT ROWID;

-- --- packed data -----------------------------------------------------------------------------------
--
-- The columns *_set hold sets of numbers (recorder/format/set.h): a chunk that cannot have what a
-- reader looks for is not opened. A set may be coarse, it never misses a member; NULL: not known.

-- One row a chunk of at most 65,536 consecutive events (recorder/format/chunk.h). The chunks follow
-- one another without gap. The last one is written again, longer, until it is full.
CREATE TABLE journal (
  first_seq INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,          -- events
  begin_ns INTEGER NOT NULL,       -- when the writer read the first of them
  end_ns INTEGER NOT NULL,         -- and the last
  kinds INTEGER NOT NULL,          -- bit n: an event of kind n is among them (recorder/format/event.def)
  min_oid INTEGER NOT NULL,
  max_oid INTEGER NOT NULL,
  oid_set BLOB,                    -- event.oid
  holder_set BLOB,                 -- holder, from_holder and target, as zig-zag numbers
  site_set BLOB,                   -- event.site
  data BLOB NOT NULL
) STRICT;

-- One row a chunk of at most 65,536 objects (recorder/format/objects.h), in order of oid: the dead as
-- they die, and at the end the survivors.
CREATE TABLE object_chunk (
  id INTEGER PRIMARY KEY,
  count INTEGER NOT NULL,
  min_oid INTEGER NOT NULL,
  max_oid INTEGER NOT NULL,
  min_born_seq INTEGER NOT NULL,
  max_born_seq INTEGER NOT NULL,
  min_died_seq INTEGER NOT NULL,   -- 0: these are survivors
  max_died_seq INTEGER NOT NULL,
  oid_set BLOB,
  data BLOB NOT NULL
) STRICT;

-- One row a chunk of at most 65,536 records of a part of a snapshot (recorder/format/snapshot.h):
--   object    its objects;  edge  its edges
--   content   the objects whose contents others of their type have too: equal strings. Number 0 has
--             none: that it is there says that the program told the contents of its objects
-- snapshot_id 0 is the end of the run (run.books_seq): no objects, and
--   edge      the references that are still open then, those in flight (holder 0) among them
--   garbage   the references among what collections condemned, with their labels, as they were found
-- A file may lack the parts content and garbage: nobody told them, or an earlier recorder wrote it.
CREATE TABLE snapshot_chunk (
  snapshot_id INTEGER NOT NULL,
  part TEXT NOT NULL CHECK (part IN ('object', 'edge', 'content', 'garbage')),
  number INTEGER NOT NULL,         -- 1, 2, 3 …
  count INTEGER NOT NULL,
  min_oid INTEGER NOT NULL,
  max_oid INTEGER NOT NULL,
  oid_set BLOB,
  holder_set BLOB,                 -- of edges, as zig-zag numbers
  data BLOB NOT NULL,
  PRIMARY KEY (snapshot_id, part, number)
) STRICT;
