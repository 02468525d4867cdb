/* The space-time diagram: a lane for each thread, time downwards, a dot for each step, an arrow for
   whatever goes from one thread to another. Only the rows in sight are in the document. */

const ROW_HEIGHTS = [3, 6, 10, 16, 20, 26, 34];
const NORMAL_ZOOM = 4;
const LEAST_HEIGHT_OF_TEXT = 14;
const LEFT = 76;
const CHARACTER = 7.2;
const NARROWEST_LANE = 60;
const WIDEST_LANE = 200;
const WIDEST_LABEL = 240;
const OVERSCAN = 12;
const COLOURS = 10;

/** Positions that share a list of arrows. */
const BUCKET = 128;

/** An arrow over more buckets is in the list that is always looked through. */
const MOST_BUCKETS = 32;

/** Rows around the selected one that are printed. */
const PRINTED = 40;

function svg(name, attributes, text) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** What a thread does, by its name: a protocol thread is called p and its CPU. */
function roleOf(thread) {
  const cpu = /^p(\d+)$/.exec(thread.slice(thread.indexOf(".") + 1));
  return cpu ? `CPU ${cpu[1]}` : "user";
}

class Diagram {
  /** Draws into an element that scrolls; tells of the rows that are clicked on. */
  constructor(scroll, overview, onSelect) {
    this.scroll = scroll;
    this.overview = overview;
    this.zoom = NORMAL_ZOOM;
    this.lanes = scroll.querySelector(".lanes");
    this.space = scroll.querySelector(".space");
    this.drawing = scroll.querySelector(".drawing");
    scroll.addEventListener("scroll", () => this.drawSoon());
    new ResizeObserver(() => this.trace && this.layOut()).observe(scroll);
    this.drawing.addEventListener("click", (event) => {
      const step = event.target.closest(".step");
      if (step) {
        onSelect(Number(step.dataset.row));
      }
    });
    overview.addEventListener("click", (event) => {
      const share = event.offsetY / overview.clientHeight;
      onSelect(this.shown[Math.min(this.shown.length - 1, Math.floor(share * this.shown.length))]);
    });
    window.addEventListener("beforeprint", () => this.print(true));
    window.addEventListener("afterprint", () => this.print(false));
  }

  /** Begins with a trace. */
  open(trace) {
    this.trace = trace;
    this.order = trace.threads.map((_, i) => i).sort((a, b) => (trace.threads[a] < trace.threads[b] ? -1 : 1));
    this.laneOf = [];
    this.order.forEach((thread, lane) => (this.laneOf[thread] = lane));
    this.longest = trace.labels.reduce((most, label) => Math.max(most, label.length), 0);
    this.hits = new Set();
    this.marks = [];
  }

  /** Shows some of the rows, in their order. */
  show(rows) {
    this.shown = rows;
    this.positions = new Int32Array(this.trace.count).fill(-1);
    rows.forEach((row, position) => (this.positions[row] = position));
    this.sortArrows();
    this.layOut();
  }

  sortArrows() {
    this.buckets = new Map();
    this.longArrows = [];
    this.trace.from.forEach((row, arrow) => {
      const from = this.positions[row];
      const to = this.positions[this.trace.to[arrow]];
      if (from >= 0 && to >= 0) {
        this.sortArrow(arrow, Math.floor(from / BUCKET), Math.floor(to / BUCKET));
      }
    });
  }

  sortArrow(arrow, first, last) {
    if (last - first > MOST_BUCKETS) {
      this.longArrows.push(arrow);
      return;
    }
    for (let bucket = first; bucket <= last; bucket++) {
      if (!this.buckets.has(bucket)) {
        this.buckets.set(bucket, []);
      }
      this.buckets.get(bucket).push(arrow);
    }
  }

  get rowHeight() {
    return ROW_HEIGHTS[this.zoom];
  }

  /** Makes rows higher or lower; what is selected stays in sight. */
  zoomBy(step) {
    this.zoom = Math.max(0, Math.min(ROW_HEIGHTS.length - 1, step === 0 ? NORMAL_ZOOM : this.zoom + step));
    this.layOut();
    this.reveal(true);
  }

  layOut() {
    // One step is in a row, so a label may reach over the lanes to its right; the last needs room.
    const room = Math.min(WIDEST_LABEL, this.longest * CHARACTER + 24);
    const fitting = (this.scroll.clientWidth - LEFT - room) / this.order.length;
    const name = this.trace.threads.reduce((most, thread) => Math.max(most, thread.length), 0);
    const least = Math.max(NARROWEST_LANE, name * CHARACTER + 14);
    this.laneWidth = Math.max(least, Math.min(WIDEST_LANE, Math.floor(fitting)));
    const needed = LEFT + this.order.length * this.laneWidth + Math.max(0, room - this.laneWidth) + 16;
    this.width = Math.max(needed, this.scroll.clientWidth);
    this.space.style.height = `${this.shown.length * this.rowHeight}px`;
    this.space.style.width = `${this.width}px`;
    this.lanes.replaceChildren(
      ...this.order.map((thread, lane) => {
        const head = document.createElement("div");
        head.className = "thread";
        head.style.left = `${this.x(lane) - 8}px`;
        head.style.width = `${this.laneWidth - 4}px`;
        const name = document.createElement("b");
        name.textContent = this.trace.threads[thread];
        const role = document.createElement("span");
        role.textContent = roleOf(this.trace.threads[thread]);
        head.append(name, role);
        head.title = `${name.textContent}: ${role.textContent}`;
        return head;
      }),
    );
    this.lanes.style.width = `${this.width}px`;
    this.draw();
  }

  x(lane) {
    return LEFT + lane * this.laneWidth + 10;
  }

  select(row) {
    this.selected = row;
    this.reveal(false);
    this.draw();
  }

  /** Scrolls so that the selected row is in sight; in the middle, if it must or if it was not. */
  reveal(mustCentre) {
    const top = this.positions[this.selected] * this.rowHeight;
    const height = this.scroll.clientHeight - this.lanes.offsetHeight;
    const margin = Math.min(2 * this.rowHeight, height / 4);
    const isInSight = top >= this.scroll.scrollTop + margin && top + this.rowHeight <= this.scroll.scrollTop + height - margin;
    const isFar = top < this.scroll.scrollTop - height || top > this.scroll.scrollTop + 2 * height;
    if (mustCentre || isFar) {
      this.scroll.scrollTop = top - height / 2;
    } else if (!isInSight) {
      this.scroll.scrollTop = top < this.scroll.scrollTop + margin ? top - margin : top + this.rowHeight + margin - height;
    }
    this.revealLane();
  }

  revealLane() {
    const left = this.x(this.laneOf[this.trace.thread[this.selected]]);
    const view = this.scroll;
    if (left < view.scrollLeft + LEFT || left + this.laneWidth > view.scrollLeft + view.clientWidth) {
      view.scrollLeft = left - view.clientWidth / 2;
    }
  }

  /** Rows that fit. */
  get rowsInSight() {
    return Math.max(1, Math.floor((this.scroll.clientHeight - this.lanes.offsetHeight) / this.rowHeight));
  }

  /** On paper there is no scrolling: what is around the selected row is drawn instead. */
  print(isPrinting) {
    this.isPrinting = isPrinting;
    this.draw();
    this.reveal(true);
  }

  drawSoon() {
    if (!this.isDue && this.trace) {
      this.isDue = true;
      requestAnimationFrame(() => this.draw());
    }
  }

  /** Draws the rows in sight, and some more: a fast scroll shows them before they are redrawn. */
  draw() {
    this.isDue = false;
    let first = Math.floor(this.scroll.scrollTop / this.rowHeight) - OVERSCAN;
    let last = first + this.rowsInSight + 2 * OVERSCAN;
    if (this.isPrinting) {
      first = this.positions[this.selected] - PRINTED;
      last = first + 2 * PRINTED;
    }
    first = Math.max(0, first);
    last = Math.min(this.shown.length, last);
    this.first = first;
    this.drawing.setAttribute("width", this.width);
    this.drawing.setAttribute("height", Math.max(0, last - first) * this.rowHeight);
    this.drawing.style.top = this.isPrinting ? "0" : `${first * this.rowHeight}px`;
    const rows = this.shown.slice(first, last);
    this.drawing.replaceChildren(
      this.heads(),
      ...this.bands(rows),
      ...this.order.map((_, lane) =>
        svg("line", { class: "lane", x1: this.x(lane), x2: this.x(lane), y1: 0, y2: "100%" }),
      ),
      ...this.arrowsBetween(first, last).map((arrow) => this.arrow(arrow)),
      ...rows.map((row) => this.step(row)),
      this.gutter(rows),
    );
    this.drawOverview();
  }

  /** Heads of arrows, in the colours of the kinds. */
  heads() {
    const all = svg("defs", {});
    for (let colour = 0; colour < COLOURS; colour++) {
      const marker = svg("marker", {
        id: `head-${colour}`, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto",
      });
      marker.append(svg("path", { d: "M0,1 L7,4 L0,7 z", class: `head k${colour}` }));
      all.append(marker);
    }
    return all;
  }

  bands(rows) {
    return rows
      .filter((row) => row === this.selected || row === this.trace.refused || this.hits.has(row))
      .map((row) => {
        const style = row === this.trace.refused ? "refused" : row === this.selected ? "selected" : "hit";
        return svg("rect", { class: `band ${style}`, x: 0, y: this.y(row) - this.rowHeight / 2, width: this.width, height: this.rowHeight });
      });
  }

  y(row) {
    return (this.positions[row] - this.first) * this.rowHeight + this.rowHeight / 2;
  }

  xOf(row) {
    return this.x(this.laneOf[this.trace.thread[row]]);
  }

  arrowsBetween(first, last) {
    const found = new Set();
    for (let bucket = Math.floor(first / BUCKET); bucket <= Math.floor(last / BUCKET); bucket++) {
      (this.buckets.get(bucket) ?? []).forEach((arrow) => found.add(arrow));
    }
    this.longArrows.forEach((arrow) => found.add(arrow));
    return [...found].filter(
      (arrow) =>
        this.positions[this.trace.to[arrow]] >= first && this.positions[this.trace.from[arrow]] <= last,
    );
  }

  arrow(arrow) {
    const from = this.trace.from[arrow];
    const to = this.trace.to[arrow];
    const direction = Math.sign(this.xOf(to) - this.xOf(from));
    const isOfSelected = from === this.selected || to === this.selected;
    const colour = this.trace.kindOf(from) % COLOURS;
    return svg("line", {
      class: `arrow k${colour}${isOfSelected ? " selected" : ""}`,
      x1: this.xOf(from) + direction * this.radius,
      y1: this.y(from),
      x2: this.xOf(to) - direction * (this.radius + 1),
      y2: this.y(to),
      "marker-end": `url(#head-${colour})`,
    });
  }

  get radius() {
    return Math.min(4.5, this.rowHeight / 2 + 0.5);
  }

  step(row) {
    const states = [`k${this.trace.kindOf(row) % COLOURS}`];
    if (row === this.selected) {
      states.push("selected");
    }
    if (row === this.trace.refused) {
      states.push("refused");
    } else if (!this.trace.isJudged[row]) {
      states.push("unjudged");
    }
    if (this.trace.objectOf(row) === this.trace.objectOf(this.selected)) {
      states.push("same");
    }
    const group = svg("g", { class: `step ${states.join(" ")}`, "data-row": row });
    const [x, y] = [this.xOf(row), this.y(row)];
    group.append(
      svg("rect", { class: "target", x: 0, y: y - this.rowHeight / 2, width: this.width, height: this.rowHeight }),
      svg("circle", { cx: x, cy: y, r: row === this.trace.refused ? this.radius + 2 : this.radius }),
    );
    if (this.rowHeight >= LEAST_HEIGHT_OF_TEXT) {
      group.append(
        svg("title", {}, `${this.trace.labelOf(row)} on ${this.trace.objectOf(row)} by ${this.trace.threadOf(row)}, line ${this.trace.line[row]}`),
        svg("text", { x: x + 10, y: y + 4 }, this.trace.labelOf(row)),
      );
    }
    return group;
  }

  /** Lines of the trace, which stay at the left. */
  gutter(rows) {
    const group = svg("g", { class: "gutter", transform: `translate(${this.scroll.scrollLeft}, 0)` });
    group.append(svg("rect", { x: 0, y: 0, width: LEFT - 12, height: "100%" }));
    const isText = this.rowHeight >= LEAST_HEIGHT_OF_TEXT;
    const every = isText ? 1 : Math.ceil(LEAST_HEIGHT_OF_TEXT / this.rowHeight) * 2;
    rows.forEach((row) => {
      if (this.positions[row] % every === 0 || row === this.selected) {
        const style = `${row === this.selected ? "selected" : ""} ${row === this.trace.refused ? "refused" : ""}`;
        group.append(svg("text", { class: `line ${style}`, x: LEFT - 18, y: this.y(row) + 4 }, this.trace.line[row]));
      }
    });
    return group;
  }

  /** Marks the rows that were found. */
  mark(rows) {
    this.hits = new Set(rows);
    const pixels = new Map();
    const height = Math.max(1, this.overview.clientHeight);
    rows.forEach((row) => {
      const position = this.positions[row];
      pixels.set(Math.floor((position * height) / this.shown.length), position);
    });
    this.marks = [...pixels.values()].map((position) => this.overviewMark("hit", position));
    if (this.trace.refused >= 0) {
      this.marks.push(this.overviewMark("refused", this.positions[this.trace.refused]));
    }
  }

  overviewMark(style, position) {
    const mark = document.createElement("i");
    mark.className = style;
    mark.style.top = this.shareOf(position);
    return mark;
  }

  shareOf(rows) {
    return `${(100 * rows) / this.shown.length}%`;
  }

  /** A strip beside the diagram: where in the trace one is, what was found, what was refused. */
  drawOverview() {
    const sight = this.overviewMark("sight", this.scroll.scrollTop / this.rowHeight);
    sight.style.height = this.shareOf(this.rowsInSight);
    const selected = this.overviewMark("selected", this.positions[this.selected]);
    this.overview.replaceChildren(sight, ...this.marks, selected);
  }
}
