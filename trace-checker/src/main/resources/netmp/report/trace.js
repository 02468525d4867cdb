/* A trace: its events in rows, and what the specifications make of its objects after each of them.
   Knows nothing of the page. */

/** Numbers from their differences. */
function sums(differences) {
  const all = new Float64Array(differences.length);
  let sum = 0;
  for (let i = 0; i < all.length; i++) {
    sum += differences[i];
    all[i] = sum;
  }
  return all;
}

/** The number of elements of a sorted array that are at most a value. */
function countUpTo(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** An object as one specification sees it. */
class Track {
  constructor(data, object, spec) {
    this.object = object;
    this.spec = spec;
    this.rows = sums(data.rows);
    this.states = data.states;
    this.changes = data.changes.map((pairs, variable) => {
      const steps = sums(pairs.filter((_, i) => i % 2 === 0));
      return { steps, values: [data.before[variable], ...pairs.filter((_, i) => i % 2 === 1)] };
    });
  }

  /** The step that a row is, or the last one before it; -1 if there is none. */
  stepAt(row) {
    return countUpTo(this.rows, row) - 1;
  }
}

class Trace {
  /** Reads what TraceData.java wrote. */
  static async read(base64) {
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const json = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Trace(await new Response(json).json());
  }

  constructor(data) {
    Object.assign(this, data);
    this.count = data.line.length;
    this.line = sums(data.line);
    this.stamp = sums(data.stamp);
    this.kinds = [...new Set(data.objects.map((name) => name.split("/")[1]))];
    this.kind = data.objects.map((name) => this.kinds.indexOf(name.split("/")[1]));
    this.eventsOfKind = new Array(this.kinds.length).fill(0);
    this.object.forEach((object) => this.eventsOfKind[this.kind[object]]++);
    this.tracksOf = data.objects.map(() => []);
    this.isJudged = new Uint8Array(this.count);
    data.tracks.forEach((each) => this.addTrack(each));
    this.refused = data.refusal ? data.refusal.row : -1;
    this.arrowsOf = new Map();
    data.from.forEach((row, arrow) => this.addArrow(row, arrow));
    data.to.forEach((row, arrow) => this.addArrow(row, arrow));
  }

  addTrack(data) {
    const track = new Track(data, data.object, this.specs[data.spec]);
    this.tracksOf[data.object].push(track);
    track.rows.forEach((row) => (this.isJudged[row] = 1));
  }

  addArrow(row, arrow) {
    if (!this.arrowsOf.has(row)) {
      this.arrowsOf.set(row, []);
    }
    this.arrowsOf.get(row).push(arrow);
  }

  labelOf(row) {
    return this.labels[this.label[row]];
  }

  objectOf(row) {
    return this.objects[this.object[row]];
  }

  threadOf(row) {
    return this.threads[this.thread[row]];
  }

  kindOf(row) {
    return this.kind[this.object[row]];
  }

  /** The row of a line of the file; -1 if it is not in this part of the trace. */
  rowOfLine(line) {
    return this.line.indexOf(line);
  }

  /** The other ends of the arrows of a row. */
  otherEnds(row) {
    return (this.arrowsOf.get(row) ?? []).map((arrow) =>
      this.from[arrow] === row ? this.to[arrow] : this.from[arrow],
    );
  }

  /** The first row after one, or before it, of which something is true; the same row if none is. */
  step(row, direction, isWanted) {
    for (let i = row + direction; i >= 0 && i < this.count; i += direction) {
      if (isWanted(i)) {
        return i;
      }
    }
    return row;
  }

  /**
   * The rows that have every word of a query in their action, object or thread; or the one line of
   * the file, if the query is a number.
   */
  find(query) {
    const words = query.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 1 && /^\d+$/.test(words[0])) {
      const row = this.rowOfLine(Number(words[0]));
      return row < 0 ? [] : [row];
    }
    const has = (names) =>
      names.map((name) => {
        const text = name.toLowerCase();
        return words.reduce((bits, word, i) => (text.includes(word) ? bits | (1 << i) : bits), 0);
      });
    const all = (1 << words.length) - 1;
    const [labels, objects, threads] = [this.labels, this.objects, this.threads].map(has);
    const found = [];
    for (let row = 0; all !== 0 && row < this.count; row++) {
      if ((labels[this.label[row]] | objects[this.object[row]] | threads[this.thread[row]]) === all) {
        found.push(row);
      }
    }
    return found;
  }

  /** The rows whose objects are of none of the hidden kinds, and have a word of the text, if any. */
  filter(hiddenKinds, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const isShown = this.objects.map(
      (name, object) =>
        !hiddenKinds.has(this.kind[object]) &&
        (words.length === 0 || words.some((word) => name.toLowerCase().includes(word))),
    );
    const rows = [];
    for (let row = 0; row < this.count; row++) {
      if (isShown[this.object[row]]) {
        rows.push(row);
      }
    }
    return rows;
  }

  /**
   * What each specification of the row's object makes of the object when the row has happened:
   * whether it took this step, how many states are possible, and all variables.
   */
  statesAt(row) {
    return this.tracksOf[this.object[row]].map((track) => {
      const step = track.stepAt(row);
      const takes = step >= 0 && track.rows[step] === row;
      return {
        spec: track.spec.name,
        takes,
        count: track.states && step >= 0 ? track.states[step] : 1,
        variables: track.spec.variables.map((name, i) => this.variable(track.changes[i], name, step, takes)),
      };
    });
  }

  variable(changes, name, step, takes) {
    const change = countUpTo(changes.steps, step);
    const isChanged = takes && change > 0 && changes.steps[change - 1] === step;
    return {
      name,
      value: this.values[changes.values[change]],
      before: isChanged ? this.values[changes.values[change - 1]] : undefined,
    };
  }
}
