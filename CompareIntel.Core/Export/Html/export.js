// Replays the answers of this file from its own data: each card's text grows as it grew, at the recorded times.
"use strict";
const data = JSON.parse(document.getElementById("replay-data").textContent);
const $ = id => document.getElementById(id);
const bar = document.querySelector(".replay");
const lanes = data.lanes.map((lane, index) => {
  const card = document.querySelector(`[data-lane="${index}"]`);
  const times = [], texts = [], thoughts = [];
  let at = 0, text = 0, thought = 0;
  for (let piece = 0; piece < lane.pieces.length; piece += 2) {
    at += lane.pieces[piece];
    if (lane.pieces[piece + 1] > 0) {
      text += lane.pieces[piece + 1];
    } else {
      thought -= lane.pieces[piece + 1];
    }

    times.push(at);
    texts.push(text);
    thoughts.push(thought);
  }

  const shown = document.createElement("div");
  shown.className = "replayed";
  shown.dir = "auto";
  shown.hidden = true;
  const thinking = shown.appendChild(document.createElement("div"));
  thinking.className = "thinking";
  const answer = shown.appendChild(document.createElement("div"));
  card.querySelector(".answer").before(shown);
  const state = card.querySelector(".state");
  return { ...lane, times, texts, thoughts, card, shown, thinking, answer, state, ended: state.textContent };
});
const pieces = lanes.flatMap(lane => lane.times).sort((one, other) => one - other);
const words = { queued: "in the queue", waiting: "waiting", pausing: "trying again", reasoning: "reasoning", writing: "writing" };

let position = data.end, anchor = 0, playing = false, active = false, frame = 0;

// How many of the ascending times are not after this one.
function countUntil(times, time) {
  let low = 0, high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }

  return low;
}

// Adds what is new; writes all of it again only when the replay goes back.
function setText(element, text, length) {
  const had = element.textContent.length;
  if (length > had) {
    element.append(text.slice(had, length));
    element.normalize();
  } else if (length < had) {
    element.textContent = text.slice(0, length);
  }
}

function show() {
  for (const lane of lanes) {
    const count = countUntil(lane.times, position);
    setText(lane.thinking, lane.reasoning, count === 0 ? 0 : lane.thoughts[count - 1]);
    setText(lane.answer, lane.text, count === 0 ? 0 : lane.texts[count - 1]);
    const state = lane.states.filter(([at]) => at <= position).at(-1)?.[1] ?? "queued";
    lane.state.textContent = active ? words[state] ?? state : lane.ended;
    lane.shown.hidden = !active;
    lane.card.classList.toggle("replaying", active);
  }

  $("seek").value = data.end > 0 ? Math.round(position / data.end * 1000) : 1000;
  $("seek").setAttribute("aria-valuetext", `${(position / 1e6).toFixed(1)} seconds`);
  $("clock").textContent = `${(position / 1e6).toFixed(1)} / ${(data.end / 1e6).toFixed(1)} s`;
  $("play").textContent = playing ? "Pause" : active ? "Play" : "Replay";
  $("leave").hidden = !active;
  bar.dataset.position = Math.round(position);
}

function tick(now) {
  position = Math.min(data.end, position + (now - anchor) * 1000 * Number($("speed").value));
  anchor = now;
  if (position === data.end) {
    playing = false;
  }

  show();
  if (playing) {
    frame = requestAnimationFrame(tick);
  }
}

function play() {
  active = true;
  playing = true;
  if (position >= data.end) {
    position = 0;
  }

  anchor = performance.now();
  frame = requestAnimationFrame(tick);
  show();
}

function pause() {
  playing = false;
  cancelAnimationFrame(frame);
}

function moveTo(time) {
  pause();
  active = true;
  position = Math.max(0, Math.min(data.end, time));
  show();
}

$("play").addEventListener("click", () => {
  if (playing) {
    pause();
    show();
  } else {
    play();
  }
});
$("seek").addEventListener("input", event => moveTo(event.target.value / 1000 * data.end));
$("forth").addEventListener("click", () => {
  if (!active) {
    position = 0;
  }

  moveTo(pieces[countUntil(pieces, position)] ?? data.end);
});
$("back").addEventListener("click", () => moveTo(pieces[countUntil(pieces, position - 1) - 1] ?? 0));
$("leave").addEventListener("click", () => {
  pause();
  active = false;
  position = data.end;
  show();
  $("play").focus();
});
bar.hidden = false;
show();
