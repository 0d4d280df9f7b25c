"""How a contact sheet looks. One text that never differs, so that the page can allow this style and no other."""

import base64
import hashlib

from .outcome import State

_PAGE = """
:root {
  color-scheme: light dark;
  --ground: #fff; --card: #f6f7f8; --line: #d5d9dd; --text: #1b1f23; --faint: #59636e;
  --done: #1a7f37; --moving: #0969da; --bad: #cf222e; --unclear: #9a6700; --planned: #59636e;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0f1216; --card: #181c21; --line: #343b43; --text: #e6e9ec; --faint: #9aa4af;
    --done: #3fb950; --moving: #58a6ff; --bad: #ff7b72; --unclear: #d29922; --planned: #9aa4af;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.45 system-ui, sans-serif; }
header { padding: 20px 24px 4px; }
h1 { margin: 0; font-size: 22px; }
header p { margin: 4px 0 0; color: var(--faint); }
fieldset {
  position: sticky; top: 0; z-index: 1; margin: 0; padding: 10px 24px; border: 0; border-bottom: 1px solid var(--line);
  background: var(--ground);
}
legend { float: left; margin-right: 12px; padding: 0; color: var(--faint); }
fieldset label { display: inline-block; margin-right: 16px; white-space: nowrap; }
main { padding: 16px 24px; }
article {
  display: grid; grid-template-columns: 320px 320px minmax(260px, 1fr); gap: 16px; margin-bottom: 16px; padding: 16px;
  border: 1px solid var(--line); border-radius: 8px; background: var(--card);
  content-visibility: auto; contain-intrinsic-size: auto 260px; scroll-margin-top: 56px;
}
article:target { border-color: var(--moving); }
figure { margin: 0; min-width: 0; }
figcaption { color: var(--faint); font-size: 13px; overflow-wrap: anywhere; }
figure a { display: inline-block; vertical-align: top; }
img, .none { display: block; width: 320px; height: 240px; border-radius: 4px; background: var(--ground); }
img { object-fit: contain; font-size: 13px; overflow: hidden; }
.none {
  display: flex; align-items: center; justify-content: center; padding: 12px; border: 1px dashed var(--line);
  color: var(--faint); text-align: center; overflow: hidden; overflow-wrap: anywhere;
}
.more { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 8px; }
.more img, .more .none { width: 101px; height: 76px; }
.more .none { padding: 4px; font-size: 12px; }
.facts { min-width: 0; overflow-wrap: anywhere; }
h2 { margin: 0; font-size: 16px; unicode-bidi: isolate; }
h2 a { color: inherit; text-decoration: none; }
h2 a:hover { text-decoration: underline; }
.state { margin: 2px 0 8px; font-weight: 600; }
.done .state { color: var(--done); }
.submitting .state, .submitted .state { color: var(--moving); }
.refused .state, .failed .state { color: var(--bad); }
.unclear .state { color: var(--unclear); }
.planned .state { color: var(--planned); }
.prompt { margin: 0 0 8px; white-space: pre-wrap; unicode-bidi: plaintext; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 0; font-size: 13px; }
dt { color: var(--faint); }
dd { margin: 0; unicode-bidi: plaintext; }
@media (max-width: 1000px) {
  article { grid-template-columns: 1fr 1fr; contain-intrinsic-size: auto 400px; }
  .facts { grid-column: 1 / -1; }
  img, .none { width: 100%; }
}
@media print {
  :root { --ground: #fff; --card: #fff; --line: #bbb; --text: #000; --faint: #444; }
  body { font-size: 9pt; }
  header, main { padding: 0; }
  fieldset { display: none; }
  article {
    grid-template-columns: 5.5cm 5.5cm 1fr; margin-bottom: 3mm; padding: 2mm; content-visibility: visible;
    break-inside: avoid;
  }
  .facts { grid-column: auto; }
  img, .none { width: 5.5cm; height: 4.1cm; }
  dl, figcaption { font-size: 8pt; }
}
"""

_FILTER = "".join(f"body:has(#show-{state}:checked) article:not(.{state}) {{ display: none; }}\n" for state in State)

STYLE = _PAGE + _FILTER
"""The style sheet. It holds what chooses the rows of one state: a page needs no script for that."""

STYLE_HASH = f"sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}"
"""What a Content-Security-Policy calls it."""
