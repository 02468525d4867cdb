/* The viewer: one trace at a time, its diagram, and what is known of the selected step. */

const KEYS = [
  ["j, \u2193 and k, \u2191", "next and previous step", { j: "next", ArrowDown: "next", k: "previous", ArrowUp: "previous" }],
  ["PageDown, PageUp", "a screen further, or back", { PageDown: "pageDown", PageUp: "pageUp" }],
  ["Home, End", "first and last step", { Home: "first", End: "last" }],
  ["o, O", "next and previous step on the same object", { o: "nextOfObject", O: "previousOfObject" }],
  ["t, T", "next and previous step of the same thread", { t: "nextOfThread", T: "previousOfThread" }],
  ["m", "the other end of the arrow: where a message came from, or went", { m: "otherEnd" }],
  ["r", "the refused step", { r: "refused" }],
  ["/", "search: words of action, object and thread, or a line number", { "/": "search" }],
  ["n, N", "next and previous hit", { n: "nextHit", N: "previousHit" }],
  ["f", "only the object of this step; all objects again", { f: "filter" }],
  ["F", "write what names of objects must contain", { F: "filterText" }],
  ["+, -, 0", "larger, smaller, as it was", { "+": "larger", "=": "larger", "-": "smaller", 0: "normal" }],
  ["], [", "next and previous trace", { "]": "nextTrace", "[": "previousTrace" }],
  ["d", "to the diagram", { d: "focus" }],
  ["Escape", "leave a field; then forget search and filter", { Escape: "forget" }],
  ["?", "this list", { "?": "help" }],
];

const ACTION_OF_KEY = Object.assign({}, ...KEYS.map(([, , actions]) => actions));

/** Keys that scroll the page, unless the diagram has the focus. */
const SCROLLING = new Set(["ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"]);

class Viewer {
  constructor(section) {
    this.section = section;
    this.sources = [...section.querySelectorAll("script.trace")];
    this.build();
    this.diagram = new Diagram(this.scroll, this.overview, (row) => this.goTo(row));
    this.inspector = new Inspector(this.panel, (row) => this.goTo(row), (object) => this.filterBy(object));
    document.addEventListener("keydown", (event) => this.onKey(event));
  }

  build() {
    this.chooser = element("select", "");
    this.chooser.ariaLabel = "trace";
    this.sources.forEach((source, i) => {
      const { title, events, refused } = source.dataset;
      const verdict = refused === "0" ? "valid" : `refused at line ${refused}`;
      this.chooser.append(new Option(`${title}: ${verdict}, ${Number(events).toLocaleString("en")} events`, i));
    });
    this.chooser.addEventListener("change", () => this.open(Number(this.chooser.value)));
    this.search = this.field("search", "search  ( / )", () => this.find());
    this.hitCount = element("output", "hits");
    this.objects = this.field("search", "objects  ( F )", () => this.refilter());
    this.objects.ariaLabel = "names of objects";
    this.objects.setAttribute("list", "object-names");
    this.objectNames = element("datalist", "");
    this.objectNames.id = "object-names";
    this.chips = element("div", "chips");
    this.scroll = element("div", "scroll", element("div", "lanes"), element("div", "space", svg("svg", { class: "drawing" })));
    this.scroll.tabIndex = 0;
    this.scroll.role = "application";
    this.scroll.ariaLabel = "space-time diagram; ? lists the keys";
    this.overview = element("div", "overview");
    this.panel = element("aside", "inspector");
    this.panel.ariaLive = "polite";
    this.help = element("dialog", "help", element("h3", "", "Keys"), this.keyTable(), button("close", "Escape", () => this.help.close()));
    const act = (text, action, title) => button(text, title, () => this.act(action));
    this.section.append(
      element("div", "bar", this.chooser, this.search, this.hitCount, act("\u2191", "previousHit", "previous hit (N)"), act("\u2193", "nextHit", "next hit (n)"),
        this.objects, this.objectNames, element("span", "gap"), act("\u2190 step", "previous", "previous step (k)"), act("step \u2192", "next", "next step (j)"),
        act("\u2212", "smaller", "smaller (-)"), act("+", "larger", "larger (+)"), act("?", "help", "keys (?)")),
      this.chips,
      element("div", "panes", this.scroll, this.overview, this.panel),
      this.help,
    );
  }

  field(type, placeholder, onInput) {
    const input = element("input", "");
    input.type = type;
    input.placeholder = placeholder;
    input.ariaLabel = placeholder;
    input.addEventListener("input", onInput);
    return input;
  }

  keyTable() {
    const table = element("table", "");
    KEYS.forEach(([keys, what]) => table.append(element("tr", "", element("th", "", element("kbd", "", keys)), element("td", "", what))));
    return table;
  }

  /** Opens the trace that matters most: the first that was refused. */
  async start() {
    const refused = this.sources.findIndex((source) => source.dataset.refused !== "0");
    await this.open(Math.max(0, refused));
    this.scroll.focus({ preventScroll: true });
  }

  /** Opens a trace; the promise is kept for who must wait until it is there. */
  open(number) {
    this.opening = this.load(number);
    return this.opening;
  }

  async load(number) {
    const begin = performance.now();
    this.chooser.value = number;
    this.trace = await Trace.read(this.sources[number].textContent);
    if (this.chooser.value !== String(number)) {
      return; // another one was chosen meanwhile
    }
    this.hidden = new Set();
    this.search.value = "";
    this.objects.value = "";
    this.objectNames.replaceChildren(...this.trace.objects.map((name) => new Option(name)));
    this.row = Math.max(0, this.trace.refused);
    this.diagram.open(this.trace);
    this.diagram.selected = this.row;
    this.showChips();
    this.refilter();
    this.diagram.reveal(true);
    this.section.dataset.opened = number;
    this.section.dataset.millis = Math.round(performance.now() - begin);
  }

  showChips() {
    this.chips.replaceChildren(
      ...this.trace.kinds.map((kind, i) => {
        const chip = button(kind, `show or hide steps on objects of kind ${kind}`, () => this.toggle(i));
        chip.classList.add("chip", `k${i % COLOURS}`);
        chip.append(element("small", "", this.trace.eventsOfKind[i].toLocaleString("en")));
        chip.ariaPressed = "true";
        return chip;
      }),
    );
  }

  toggle(kind) {
    if (!this.hidden.delete(kind)) {
      this.hidden.add(kind);
    }
    this.chips.children[kind].ariaPressed = String(!this.hidden.has(kind));
    this.refilter();
  }

  /** Shows the objects that are wanted, and selects the next of their steps. */
  refilter() {
    const rows = this.trace.filter(this.hidden, this.objects.value);
    if (rows.length > 0 && !rows.includes(this.row)) {
      this.row = rows[Math.min(rows.length - 1, countUpTo(rows, this.row))];
    }
    this.objects.classList.toggle("nothing", rows.length === 0);
    this.diagram.selected = this.row;
    this.diagram.show(rows.length > 0 ? rows : [this.row]);
    this.markHits();
    this.goTo(this.row);
  }

  filterBy(object) {
    this.objects.value = this.objects.value === object ? "" : object;
    this.refilter();
    this.diagram.reveal(true);
  }

  /** What is found among the rows that are shown. */
  markHits() {
    this.found = this.trace.find(this.search.value).filter((row) => this.diagram.positions[row] >= 0);
    this.diagram.mark(this.found);
  }

  find() {
    this.markHits();
    if (this.found.length > 0 && !this.diagram.hits.has(this.row)) {
      this.goTo(this.found[Math.min(this.found.length - 1, countUpTo(this.found, this.row))]);
    } else {
      this.goTo(this.row);
    }
  }

  sayHits() {
    const number = countUpTo(this.found, this.row);
    const isHit = this.found[number - 1] === this.row;
    const count = this.found.length.toLocaleString("en");
    this.hitCount.value = this.search.value.trim() === "" ? "" : isHit ? `${number} of ${count}` : count;
    this.search.classList.toggle("nothing", this.search.value.trim() !== "" && this.found.length === 0);
  }

  goTo(row) {
    this.row = row;
    if (this.diagram.positions[row] < 0) {
      this.objects.value = "";
      this.hidden.clear();
      this.showChips();
      this.refilter();
      return;
    }
    this.diagram.select(row);
    this.inspector.show(this.trace, row);
    this.sayHits();
  }

  /** Goes so many rows further among those that are shown. */
  move(rows) {
    const position = this.diagram.positions[this.row] + rows;
    this.goTo(this.diagram.shown[Math.max(0, Math.min(this.diagram.shown.length - 1, position))]);
  }

  /** Goes to the next row that is shown and of which something is true. */
  seek(direction, isWanted) {
    this.goTo(this.trace.step(this.row, direction, (row) => this.diagram.positions[row] >= 0 && isWanted(row)));
  }

  seekSame(direction, column) {
    const wanted = column[this.row];
    this.seek(direction, (row) => column[row] === wanted);
  }

  act(action) {
    const isHit = (row) => this.diagram.hits.has(row);
    const actions = {
      next: () => this.move(1),
      previous: () => this.move(-1),
      pageDown: () => this.move(this.diagram.rowsInSight - 1),
      pageUp: () => this.move(1 - this.diagram.rowsInSight),
      first: () => this.move(-this.trace.count),
      last: () => this.move(this.trace.count),
      nextOfObject: () => this.seekSame(1, this.trace.object),
      previousOfObject: () => this.seekSame(-1, this.trace.object),
      nextOfThread: () => this.seekSame(1, this.trace.thread),
      previousOfThread: () => this.seekSame(-1, this.trace.thread),
      otherEnd: () => this.goTo(this.trace.otherEnds(this.row)[0] ?? this.row),
      refused: () => this.goTo(this.trace.refused < 0 ? this.row : this.trace.refused),
      nextHit: () => this.seek(1, isHit),
      previousHit: () => this.seek(-1, isHit),
      search: () => this.search.select(),
      filter: () => this.filterBy(this.trace.objectOf(this.row)),
      filterText: () => this.objects.select(),
      larger: () => this.diagram.zoomBy(1),
      smaller: () => this.diagram.zoomBy(-1),
      normal: () => this.diagram.zoomBy(0),
      nextTrace: () => this.open(Math.min(this.sources.length - 1, Number(this.chooser.value) + 1)),
      previousTrace: () => this.open(Math.max(0, Number(this.chooser.value) - 1)),
      focus: () => this.scroll.focus(),
      forget: () => this.forget(),
      help: () => this.help.showModal(),
    };
    actions[action]();
  }

  forget() {
    this.search.value = "";
    this.objects.value = "";
    this.hidden.clear();
    this.showChips();
    this.refilter();
    this.diagram.reveal(true);
  }

  onKey(event) {
    const action = ACTION_OF_KEY[event.key];
    const isField = event.target.matches("input, select, textarea");
    if (event.ctrlKey || event.metaKey || event.altKey || this.help.open) {
      return;
    }
    if (isField) {
      this.onKeyInField(event);
    } else if (action && (!SCROLLING.has(event.key) || event.target === this.scroll)) {
      event.preventDefault();
      this.act(action);
    }
  }

  onKeyInField(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.scroll.focus({ preventScroll: true });
    } else if (event.key === "Enter" && event.target === this.search) {
      event.preventDefault();
      this.act(event.shiftKey ? "previousHit" : "nextHit");
    }
  }
}

const viewer = new Viewer(document.getElementById("viewer"));
viewer.start();
