"""What scripts/docs-test.py takes for a command, for its output, and for a difference."""
import importlib.util
import unittest

import places

spec = importlib.util.spec_from_file_location("docs_test_script", places.ROOT / "scripts/docs-test.py")
docs = importlib.util.module_from_spec(spec)
spec.loader.exec_module(docs)

PAGE = """\
# A page

<!-- docs-test: background -->
```sh
serve --port 9
```

Prose.

```sh
ask \\
    --more
```
```json
{"a": 1, …}
```

```text
not an output: it does not follow at once
```
"""


class Blocks(unittest.TestCase):
    def test_commands_notes_and_outputs_are_told_apart(self):
        first, second = docs.blocks_of(PAGE)
        self.assertEqual((first.text, first.note, first.shown, first.line), ("serve --port 9", "background", "", 4))
        self.assertEqual((second.text, second.note), ("ask \\\n    --more", ""))
        self.assertEqual(second.shown, '{"a": 1, …}')

    def test_what_would_not_be_run_is_refused(self):
        for page in ("    indented command\n", "```\nno language\n```\n", "```bash\nx\n```\n", "```sh\nno end\n"):
            with self.subTest(page), self.assertRaisesRegex(SystemExit, "README.md:1"):
                docs.blocks_of(page)


class Differences(unittest.TestCase):
    def test_white_space_and_what_is_left_out_do_not_count(self):
        self.assertIsNone(docs.differs('{"a":1, "b": …\n  "z": 3}', '{"a":1,"b":[2,2],"z":3}'))
        self.assertIsNone(docs.differs("", "anything"))

    def test_what_is_missing_or_in_another_order_is_named(self):
        self.assertEqual(docs.differs("a … c", "c then a"), "c")
        self.assertEqual(docs.differs("0.5", "0.4"), "0.5")


if __name__ == "__main__":
    unittest.main()
