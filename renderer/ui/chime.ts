/** A soft two-tone chime: seconds after its start, hertz. */
const TONES = [
  { at: 0, hertz: 660 },
  { at: 0.18, hertz: 880 },
] as const;
const TONE_SECONDS = 0.16;
const LOUDNESS = 0.2;

/** Sounds once, so that someone who looked away looks back. A machine without sound stays silent; nothing waits for it. */
export function chime(make: () => AudioContext = () => new AudioContext()): void {
  let context: AudioContext;
  try {
    context = make();
  } catch {
    return;
  }
  const volume = context.createGain();
  volume.gain.value = LOUDNESS;
  volume.connect(context.destination);
  TONES.forEach(({ at, hertz }, index) => {
    const tone = context.createOscillator();
    tone.frequency.value = hertz;
    tone.connect(volume);
    tone.start(context.currentTime + at);
    tone.stop(context.currentTime + at + TONE_SECONDS);
    if (index === TONES.length - 1) tone.addEventListener('ended', () => void context.close());
  });
}
