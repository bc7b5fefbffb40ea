'use strict';
(() => {
  const story = JSON.parse(document.getElementById('data').textContent);
  const byId = id => document.getElementById(id);
  const blocks = new Map(story.blocks.map(block => [block.id, block]));
  const unitsInAll = Math.max(1, story.pools.reduce((sum, pool) => sum + pool.max, 0));
  const length = story.steps.length;
  const lanes = story.threads.length > 0;
  let at = 0;
  let typed = '';
  let typedAt = 0;

  /** Text is only ever set as text: nothing in a trace is read as markup. */
  function element(name, properties, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === 'class') made.className = value;
      else if (key === 'width') made.style.width = value;
      else made.setAttribute(key, value);
    }
    made.append(...children.filter(child => child !== null && child !== ''));
    return made;
  }
  const units = n => n + (n === 1 ? ' unit' : ' units');
  const sum = counts => Object.values(counts).reduce((a, b) => a + Math.max(0, b), 0);
  const shares = counts => Object.entries(counts).map(([who, n]) => n + ' by ' + who).join(', ');
  const named = counts => Object.entries(counts).map(([who, n]) => who + (n > 1 ? ' (' + n + ' times)' : '')).join(', ');

  // What each side has at a step. 0 is before the first.
  const led = story.steps.some(step => step.store !== '');
  const modelAt = n => n === 0 ? story.initial : story.steps[n - 1].model;
  function sideAt(side, n) {
    if (side === 'model' || n === 0) return side === 'store' && !led ? null : modelAt(n);
    const seen = story.steps[n - 1][side];
    return seen === '=' ? modelAt(n) : seen === '' ? null : seen;
  }
  const differencesAt = (side, n) => n === 0 ? [] : story.steps[n - 1].differs.filter(d => d.side === side);
  const differs = n => n > 0 && story.steps[n - 1].differs.length > 0;

  const realStore = story.store.where.startsWith('spark') || !story.store.where ? 'real store' : 'store';
  const sides = [
    {key: 'file', name: 'spec', about: 'as the file has it, origin ' + story.origin},
    {key: 'model', name: 'model', about: 'computed for this page'},
    {key: 'store', name: realStore, about: story.store.where
        ? story.store.where + ', replayed for this page'
            + (story.store.changes.length ? '; changed for it: ' + story.store.changes.join(', ') : '')
        : ''}
  ];

  // The parts of a side, each with the fields of a difference that it shows.

  function blockOf(id, before) {
    const block = blocks.get(id) || {kind: 'native', size: 1, pool: ''};
    const isNew = !before.includes(id);
    const about = id + ', ' + block.kind + ', ' + units(block.size) + (story.pools.length > 1 ? ', ' + block.pool : '')
        + (isNew ? ', new' : '');
    return element('li', {width: block.size / unitsInAll * 100 + '%', 'data-block': id, title: about},
        element('span', {class: 'block ' + block.kind + (isNew ? ' new' : '')},
            element('b', null, id), element('small', null, isNew ? 'new' : String(block.size))));
  }

  function recency(seen, before) {
    const strip = element('ol', {class: 'strip', 'aria-label': 'least recent first'},
        ...seen.lru.map(id => blockOf(id, before ? before.lru : seen.lru)));
    return seen.lru.length
        ? [strip, element('div', {class: 'ends', 'aria-hidden': 'true'},
            element('span', null, 'least recent'), element('span', null, 'most recent'))]
        : [element('p', {class: 'none'}, 'empty')];
  }

  function poolOf(pool, seen) {
    const has = seen.pools[pool.name];
    const width = n => n / pool.max * 100 + '%';
    const piece = (cls, n, text) => n > 0 ? element('div', {class: cls, width: width(n), title: text}, text) : null;
    const entries = seen.lru.filter(id => blocks.has(id) && blocks.get(id).pool === pool.name);
    const inEntries = entries.reduce((n, id) => n + blocks.get(id).size, 0);
    const unroll = sum(has.unroll);
    const other = Math.max(0, has.used - inEntries - unroll);
    const execution = sum(has.execution);
    const bar = element('div', {class: 'bar', 'aria-hidden': 'true', width: pool.max / unitsInAll * 100 + '%'},
        ...entries.map(id => piece('used ' + blocks.get(id).kind, blocks.get(id).size, id)),
        piece('used unroll', unroll, 'unroll'),
        piece('used unaccounted', other, ''),
        piece('free', Math.max(0, has.pool - inEntries - unroll - other), ''),
        element('div', {class: 'boundary'}),
        piece('execution', execution, 'exec'),
        piece('executionFree', Math.max(0, pool.max - has.pool - execution), ''));
    let figures = 'storage ' + has.used + ' of ' + units(has.pool) + ' used, execution ' + execution + ' of '
        + (pool.max - has.pool) + (execution ? ' (' + shares(has.execution) + ')' : '');
    if (unroll) figures += ', unroll ' + unroll + ' (' + shares(has.unroll) + ')';
    if (other) figures += ', ' + other + ' without an entry';
    return element('div', {class: 'pool', 'data-pool': pool.name},
        story.pools.length > 1 ? element('h4', null, pool.name) : null, bar,
        element('p', {class: 'figures'}, figures));
  }

  function locks(seen) {
    const rows = Object.entries(seen.locks).map(([block, lock]) => {
      const readers = named(lock.readers);
      const word = lanes ? 'read-locked by ' : (blocks.get(block) || {}).kind === 'native' ? 'pinned by ' : 'read by ';
      return element('li', {'data-block': block}, element('b', null, block), ' ',
          lock.writer ? 'write-locked by ' + lock.writer : readers ? word + readers : 'free');
    });
    return rows.length ? [element('ul', {class: 'plain'}, ...rows)] : [element('p', {class: 'none'}, 'none')];
  }

  const EVENTS = {leaves: 'left the entries', released: 'was released', returned: 'gave its bytes back', forgotten: 'lost its block info'};

  function events(seen) {
    const rows = seen.events.map(([kind, block]) => element('li', null, element('b', null, block), ' ' + (EVENTS[kind] || kind)));
    return rows.length ? [element('ol', {class: 'events'}, ...rows)] : [element('p', {class: 'none'}, 'no entry ended')];
  }

  function facts(rows) {
    return [element('ul', {class: 'plain'}, ...rows.map(([name, value]) => element('li', null, name + ': ', element('b', null, value))))];
  }

  function partsOf(seen, before) {
    const parts = [];
    if (!lanes) parts.push({key: 'result', title: 'result', fields: ['result', 'amount', 'step'],
      content: [element('b', null, seen.result || 'before the first call'), seen.detail ? ' ' + seen.detail : '']});
    parts.push({key: 'lru', title: 'recency order', fields: ['lru'], content: recency(seen, before)});
    parts.push({key: 'pools', title: story.pools.length > 1 ? 'pools' : lanes ? 'memory' : story.pools.map(p => p.name).join(''),
      fields: ['used', 'pool', 'unroll', 'exec'], content: story.pools.map(pool => poolOf(pool, seen))});
    parts.push({key: 'locks', title: 'block locks', fields: ['locks', 'info', 'readers'], content: locks(seen)});
    if (!lanes) {
      parts.push({key: 'events', title: 'ends of entries, in order', fields: ['events', 'departures', 'releases'],
        content: events(seen)});
    } else {
      parts.push({key: 'monitor', title: 'monitor', fields: ['monitor', 'sleeping', 'step'], content: facts([
        ['held by', seen.monitor || 'nobody'], ['asleep', seen.sleeping.join(', ') || 'nobody']])});
      const released = Object.entries(seen.released).map(([b, n]) => b + (n > 1 ? ' (' + n + ' times)' : '')).join(', ');
      parts.push({key: 'releases', title: 'releases', fields: ['released', 'queue'], content: facts([
        ['begun so far', released || 'none'], ...(seen.queue.length ? [['queued', seen.queue.join(', ')]] : [])])});
    }
    return parts;
  }

  function difference(d) {
    const who = d.side === 'file' ? 'the file' : 'the store';
    const text = d.field === 'anomaly' ? d.other : d.field + ': the model has ' + d.model + ', ' + who + ' has ' + d.other;
    return element('p', {class: 'difference', 'data-rule': d.rule}, '\u2260 ' + text + '  (' + d.rule + ')');
  }

  function sideCard(side) {
    const seen = sideAt(side.key, at);
    const found = differencesAt(side.key, at);
    const status = side.key === 'model' ? ''
        : found.length ? element('small', {class: 'bad'}, '\u2260 differs from the model')
        : seen ? element('small', {class: 'good'}, '= the model') : element('small', {class: 'none'}, 'not looked at');
    const card = element('section', {class: 'side' + (found.length ? ' differs' : seen ? ' same' : ' absent'),
      'data-side': side.key, 'aria-label': side.name},
        element('h3', null, element('span', null, side.name), status),
        element('p', {class: 'about'}, side.about));
    if (!seen) {
      card.append(...(found.length ? found.map(difference)
          : [element('p', {class: 'none'}, story.store.why || 'not led here')]));
      return card;
    }
    const shown = new Set();
    for (const part of partsOf(seen, at > 0 ? sideAt(side.key, at - 1) || modelAt(at - 1) : null)) {
      const here = found.filter(d => part.fields.includes(d.field));
      here.forEach(d => shown.add(d));
      card.append(element('div', {class: 'part' + (here.length ? ' differs' : ''), 'data-part': part.key},
          element('h4', null, part.title), ...part.content, ...here.map(difference)));
    }
    const lost = side.key === 'store' && at === length ? story.store.lost : [];
    card.append(element('div', null,
        ...found.filter(d => !shown.has(d)).map(difference),
        ...lost.map(loss => element('p', {class: 'difference', 'data-rule': loss.rule},
            '\u2260 at the end: ' + loss.text + '  (' + loss.rule + ')'))));
    return card;
  }

  // Threads of the lock level: who is in which call, holds what, waits for whom.

  function circle(threads) {
    const waits = threads.map(t => story.threads.findIndex(name => t.waits.includes('(' + name + ')')));
    for (let start = 0; start < threads.length; start++) {
      const path = [start];
      for (let t = waits[start]; t >= 0 && path.length <= threads.length; t = waits[t]) {
        path.push(t);
        if (t === start) return path.map(i => story.threads[i]);
      }
    }
    return null;
  }

  function drawThreads() {
    byId('threads').hidden = !lanes;
    if (!lanes) return;
    const threads = at === 0 ? story.initialThreads : story.steps[at - 1].threads;
    const acting = at === 0 ? '' : story.steps[at - 1].who;
    const cards = threads.map((thread, i) => {
      const name = story.threads[i];
      let frames = null;
      for (const call of thread.calls.slice().reverse()) {
        frames = element('div', {class: 'frame'}, call, ...(frames ? [frames] : []));
      }
      return element('div', {class: 'thread' + (name === acting ? ' acts' : ''), 'data-thread': name},
          element('h3', null, element('span', null, name), name === acting ? element('small', null, 'this step') : ''),
          frames || element('span', {class: 'idle'}, 'in no call'),
          thread.holds.length ? element('p', {class: 'holds'}, 'holds ' + thread.holds.join(', ')) : null,
          thread.waits ? element('p', {class: 'waits'}, 'waits for ' + thread.waits) : null);
    });
    const round = circle(threads);
    byId('threads').style.gridTemplateColumns = 'repeat(' + threads.length + ', minmax(0, 1fr))';
    byId('threads').replaceChildren(...cards,
        ...(round ? [element('p', {class: 'circle'}, 'Deadlock: ' + round.join(' waits for ') + '.')] : []));
  }

  // The list, drawn once.

  function drawList() {
    const list = byId('steps');
    let line = 1;
    if (lanes) {
      list.classList.add('lanes');
      list.style.gridTemplateColumns = '2.2rem repeat(' + story.threads.length + ', minmax(0, 1fr))';
      story.threads.forEach((name, i) => {
        const cell = element('span', {class: 'lane'}, name);
        cell.style.gridArea = '1 / ' + (i + 2);
        list.append(element('li', {'aria-hidden': 'true'}, cell));
      });
    }
    for (let n = 0; n <= length; n++) {
      if (n > 0 && n - 1 === story.loop) list.append(loopMark('for ever:', ++line));
      const step = n === 0 ? {who: '', words: 'before the first step', differs: []} : story.steps[n - 1];
      const button = element('button', {type: 'button', class: 'cell', 'data-step': n},
          n > 0 && !lanes ? element('span', {class: 'result'}, step.model.result) : null,
          step.differs.length ? element('span', {class: 'mark', title: 'differs from the model'}, '\u2260\u00a0') : null,
          step.who ? element('span', {class: 'who'}, step.who) : null,
          step.words);
      button.addEventListener('click', () => go(n));
      const number = element('span', {class: 'n', 'aria-hidden': 'true'}, n === 0 ? '' : String(n));
      if (lanes) {
        const lane = story.threads.indexOf(step.who);
        number.style.gridArea = ++line + ' / 1';
        button.style.gridRow = String(line);
        button.style.gridColumn = lane < 0 ? '2 / -1' : String(lane + 2);
      }
      list.append(element('li', null, number, button));
    }
    if (story.loop === length && lanes) list.append(loopMark('for ever: nothing more happens', ++line));
  }

  function loopMark(text, line) {
    const mark = element('span', {class: 'loop'}, text);
    mark.style.gridRow = String(line);
    return element('li', null, mark);
  }

  function sentence() {
    if (at === 0) return 'Before the first step.';
    const step = story.steps[at - 1];
    const model = step.model;
    const pools = story.pools.map(p => p.name + ' ' + model.pools[p.name].used + ' of ' + units(model.pools[p.name].pool));
    const parts = ['Step ' + at + ' of ' + length, (step.who ? step.who + ': ' : '') + step.words];
    if (model.result) parts.push(model.result);
    parts.push('recency order ' + (model.lru.join(', ') || 'empty'), pools.join(', '));
    for (const d of step.differs) {
      parts.push((d.side === 'file' ? 'the file' : 'the store') + ' differs in ' + d.field + ', ' + d.rule);
    }
    return parts.join('. ') + '.';
  }

  function draw() {
    const step = at === 0 ? null : story.steps[at - 1];
    byId('now').replaceChildren(
        element('span', {class: 'at'}, at === 0 ? 'start' : 'step ' + at + ' of ' + length),
        element('span', null, step ? (step.who ? step.who + ': ' : '') + step.words : 'before the first step'),
        ...(step && step.model.result ? [element('span', {class: 'chip'}, step.model.result)] : []),
        ...(differs(at) ? [element('span', {class: 'chip bad'}, '\u2260 ' + story.steps[at - 1].differs[0].rule)] : []));
    drawThreads();
    const cards = sides.map(sideCard);
    // The parts of all sides stand in the same rows.
    const rows = Math.max(...cards.map(card => card.children.length));
    cards.forEach(card => { card.style.gridRow = 'span ' + rows; });
    byId('sides').replaceChildren(...cards);
    byId('announce').textContent = sentence();
    byId('first').disabled = byId('back').disabled = at === 0;
    byId('on').disabled = byId('last').disabled = at === length;
    byId('slider').value = at;
    byId('slider').setAttribute('aria-valuetext', at === 0 ? 'before the first step' : 'step ' + at + ' of ' + length);
    for (const button of byId('steps').querySelectorAll('button')) {
      if (Number(button.dataset.step) === at) {
        button.setAttribute('aria-current', 'step');
        scrollInList(button);
      } else button.removeAttribute('aria-current');
    }
    history.replaceState(null, '', '#' + at);
  }

  /** Moves the list alone, never the page. */
  function scrollInList(button) {
    const list = byId('list');
    const top = button.getBoundingClientRect().top - list.getBoundingClientRect().top;
    const bottom = top + button.offsetHeight;
    if (top < 0) list.scrollTop += top - 8;
    else if (bottom > list.clientHeight) list.scrollTop += bottom - list.clientHeight + 8;
  }

  function go(n) {
    at = Math.max(0, Math.min(length, n));
    draw();
  }

  function nextDifference() {
    for (let i = 1; i <= length + 1; i++) {
      const n = (at + i) % (length + 1);
      if (differs(n)) return n;
    }
    return -1;
  }

  function digit(key, now) {
    typed = now - typedAt < 900 ? typed + key : key;
    if (Number(typed) > length) typed = key;
    typedAt = now;
    go(Number(typed));
  }

  const KEYS = {
    ArrowRight: () => go(at + 1),
    ArrowLeft: () => go(at - 1),
    Home: () => go(0),
    End: () => go(length),
    d: () => { const n = nextDifference(); if (n >= 0) go(n); },
    '?': () => byId('help').showModal()
  };

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || byId('help').open) return;
    if (/^[0-9]$/.test(event.key)) digit(event.key, event.timeStamp);
    else if (KEYS[event.key]) KEYS[event.key]();
    else return;
    event.preventDefault();
  });
  byId('first').addEventListener('click', KEYS.Home);
  byId('back').addEventListener('click', KEYS.ArrowLeft);
  byId('on').addEventListener('click', KEYS.ArrowRight);
  byId('last').addEventListener('click', KEYS.End);
  byId('keys').addEventListener('click', KEYS['?']);
  byId('differing').addEventListener('click', KEYS.d);
  byId('slider').addEventListener('input', event => go(Number(event.target.value)));
  window.addEventListener('hashchange', () => go(Number(location.hash.slice(1)) || 0));

  // What does not change from step to step.

  byId('about').textContent = [story.file, story.level + ' level', length + (length === 1 ? ' step' : ' steps'),
    'expected: ' + story.expected].join(' \u00b7 ');
  byId('verdict').textContent = (story.asExpected ? '\u2713 ' : '\u2717 ') + story.verdict;
  byId('verdict').className = story.asExpected ? 'good' : 'bad';
  for (const rule of story.rules) {
    if (rule.text || rule.formula) {
      byId('rules').append(element('dt', null, rule.id),
          element('dd', null, rule.text || 'in the specification:', rule.formula ? element('pre', null, rule.formula) : ''));
    }
  }
  byId('command').textContent = story.again;
  byId('slider').max = length;
  byId('differing').hidden = nextDifference() < 0;
  const keys = [['native', 'native block'], ['serialized', 'serialized'], ['deserialized', 'deserialized'], ['unroll', 'unroll memory'],
    ['unaccounted', 'in use without an entry'], ['free', 'free'], ['boundary', 'boundary of storage and execution'], ['execution', 'execution memory']];
  byId('legend').append(...keys.map(([cls, text]) => element('span', null, element('span', {class: 'key ' + cls}), text)));
  const owners = story.blocks.some(b => b.owner);
  const row = (cell, values) => element('tr', null, ...values.map(value => element(cell, null, value)));
  byId('constants').append(
      element('p', null, 'Blocks, and ' + story.pools.map(p => p.name + ' ' + units(p.max) + ', ' + p.region
          + ' of them the storage region').join('; ')),
      element('table', null,
      row('th', ['block', 'kind', 'size', 'pool', ...(owners ? ['owner'] : []), 'its release']),
      ...story.blocks.map(b => row('td', [b.id, b.kind, String(b.size), b.pool, ...(owners ? [b.owner || '-'] : []), b.release || '-']))));
  byId('story').hidden = false;
  drawList();
  go(Number(location.hash.slice(1)) || 0);
})();
