-- A trace made by hand, behind schema.sql: for transcripts that are about the command line, not the ledger.
INSERT INTO run (id, recorder, program, arguments, directory, process_id, level, has_holders, deterministic,
                 started_unix_ns, duration_ns, state, ended, exit_code, events, objects, live_objects,
                 live_bytes, peak_seq, peak_objects, peak_bytes, books_seq)
VALUES (1, 'heapledger 1', 'shop.py', '["--port","8080"]', '/srv', 4711, 'refs', 1, 0, 1763690000000000000,
        1234567890, 'complete', 'exit', 0, 0, 0, 3, 500, 0, 0, 0, 0);
INSERT INTO type VALUES (1, 'dict'), (2, 'Session'), (3, 'list');
INSERT INTO snapshot VALUES (1, 0, 'warm', 10, 20, 1000, 0, 1, 0, 0, 0, 0),
                            (2, 0, 'end', 15, 30, 2000, 0, 1, 0, 0, 0, 0);
INSERT INTO snapshot_type VALUES (1, 1, 5, 500, 9), (1, 2, 5, 500, 9), (2, 1, 5, 500, 9),
                                 (2, 2, 1005, 50500, 2000);
