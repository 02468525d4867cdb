/* What is known of the selected step: the step itself, why it was refused if it was, and the states
   of its object by every specification that is about it. */

/** Steps on the same object that are listed before the selected one, and after it. */
const BEFORE = 7;
const AFTER = 3;

function element(name, style, ...content) {
  const made = document.createElement(name);
  made.className = style;
  made.append(...content);
  return made;
}

function button(text, title, onClick) {
  const made = element("button", "", text);
  made.type = "button";
  made.title = title;
  made.addEventListener("click", onClick);
  return made;
}

/** Values that are longer, the old and the new one together, are shown once, with what changed marked. */
const SHORT_VALUES = 44;

/** A changed value: the old one and the new one, or the new one with what is gone and what is new. */
function changedValue(before, after) {
  if (before.length + after.length <= SHORT_VALUES) {
    return [element("del", "", before), element("span", "to", " \u2192 "), element("ins", "", after)];
  }
  const [old, now] = [before, after].map((value) => value.match(/\w+|"[^"]*"|\s+|./g));
  const shorter = Math.min(old.length, now.length);
  let head = 0;
  while (head < shorter && old[head] === now[head]) {
    head++;
  }
  let tail = 0;
  while (tail < shorter - head && old.at(-1 - tail) === now.at(-1 - tail)) {
    tail++;
  }
  const middle = (tokens) => tokens.slice(head, tokens.length - tail).join("");
  return [
    now.slice(0, head).join(""),
    element("del", "part", middle(old)),
    element("ins", "part", middle(now)),
    now.slice(now.length - tail).join(""),
  ].filter((part) => part.textContent !== "");
}

class Inspector {
  /** Shows into an element; goes to rows and filters by objects as the page does. */
  constructor(panel, goTo, filterBy) {
    this.panel = panel;
    this.goTo = goTo;
    this.filterBy = filterBy;
  }

  show(trace, row) {
    const parts = [this.heading(trace, row)];
    if (row === trace.refused) {
      parts.push(...this.refusal(trace.refusal));
    } else if (!trace.isJudged[row]) {
      parts.push(element("p", "note", "Not judged: the trace was refused before."));
    }
    const states = this.states(trace, row);
    const isTaken = (state) => !state.classList.contains("passes");
    parts.push(...states.filter(isTaken), this.history(trace, row), ...states.filter((state) => !isTaken(state)));
    this.panel.replaceChildren(...parts);
    this.panel.scrollTop = 0;
  }

  /** The states of the object; before a refused step, if that is its first, those it was refused in. */
  states(trace, row) {
    const blamed = row === trace.refused ? trace.refusal : undefined;
    const states = trace.statesAt(row);
    if (blamed?.candidates.length && !states.some((state) => state.spec === blamed.spec)) {
      const variables = Object.entries(blamed.candidates[0].state).map(([name, value]) => ({ name, value }));
      states.push({ spec: blamed.spec, takes: false, count: blamed.candidates.length, variables });
    }
    return states.map((state) => this.state(state, state.spec === blamed?.spec ? blamed : undefined));
  }

  heading(trace, row) {
    const object = trace.objectOf(row);
    const place = element("dl", "place");
    const only = button("only this", "show the steps of this object only (f)", () => this.filterBy(object));
    for (const [name, ...value] of [
      ["object", element("code", `kind k${trace.kindOf(row) % COLOURS}`, object), " ", only],
      ["thread", element("code", "", trace.threadOf(row))],
      ["line", `${trace.line[row]}`],
      ...this.interval(trace, row),
      ...this.arrows(trace, row),
    ]) {
      place.append(element("dt", "", name), element("dd", "", ...value));
    }
    return element("div", "heading", element("h3", "", trace.labelOf(row)), place);
  }

  /** What happened to the object before, and what comes next. */
  history(trace, row) {
    const rows = [row];
    const isSame = (other) => trace.object[other] === trace.object[row];
    for (let i = 0; i < BEFORE; i++) {
      rows.unshift(trace.step(rows[0], -1, isSame));
    }
    for (let i = 0; i < AFTER; i++) {
      rows.push(trace.step(rows.at(-1), 1, isSame));
    }
    const list = element("ol", "");
    new Set(rows).forEach((each) => {
      const text = [element("small", "", `${trace.line[each]}`), ` ${trace.labelOf(each)} `, element("small", "", trace.threadOf(each))];
      const style = each === row ? "here" : trace.isJudged[each] ? "" : "unjudged";
      const item = button("", "go there (o, O)", () => this.goTo(each));
      item.append(...text);
      list.append(element("li", style, item));
    });
    return element("div", "history", element("h4", "", "Steps on this object"), list);
  }

  /** When the step happened, where the trace does not know exactly. */
  interval(trace, row) {
    const end = trace.stamp[row];
    return trace.length ? [["stamps", `${end - trace.length[row]} to ${end}`]] : [];
  }

  arrows(trace, row) {
    return trace.otherEnds(row).map((other) => {
      const text = `${trace.labelOf(other)} by ${trace.threadOf(other)}, line ${trace.line[other]}`;
      return [other < row ? "came from" : "goes to", button(text, "go there (m)", () => this.goTo(other))];
    });
  }

  refusal(refusal) {
    const box = element("div", "refusal", element("h4", "", "Refused"), element("p", "", refusal.message));
    const [first] = refusal.candidates;
    if (first) {
      box.append(...this.list("because this is false", first.reasons));
      box.append(...this.list("allowed here", [first.allowed.join(", ") || "nothing"]));
      box.append(...this.list("nearest that would fit", first.nearest));
      box.append(...this.list("may still come", first.waiting));
    }
    if (refusal.candidates.length > 1) {
      box.append(element("p", "note", `This is so in the first of ${refusal.candidates.length} possible states; the others are below, in the text.`));
    }
    return [box];
  }

  list(title, lines) {
    return lines.length === 0
      ? []
      : [element("h5", "", title), ...lines.map((line) => element("code", "block", line))];
  }

  state(state, blamed) {
    const reasons = blamed ? blamed.candidates.flatMap((each) => each.reasons).join(" ") : "";
    const table = element("table", "");
    for (const variable of state.variables) {
      const isBlamed = new RegExp(`\\b${variable.name}\\b`).test(reasons);
      const isChanged = variable.before !== undefined;
      const value = element("td", "");
      if (isChanged) {
        value.append(...changedValue(variable.before, variable.value));
      } else {
        value.append(variable.value);
      }
      table.append(element("tr", isBlamed ? "blamed" : isChanged ? "changed" : "", element("th", "", variable.name), value));
    }
    const note = blamed ? "before the refused step" : state.takes ? "takes this step" : "passes over this step";
    const head = element("h4", "", state.spec, " ", element("small", "", note));
    if (state.count > 1) {
      head.append(element("small", "open", `${state.count} states are possible`));
    }
    return element("div", state.takes || blamed ? "state" : "state passes", head, table);
  }
}
