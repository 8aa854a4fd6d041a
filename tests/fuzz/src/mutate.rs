//! Inputs made of other inputs, always the same ones for a seed: what an ordinary test can try
//! where no libFuzzer guides it.

/// What means something to one reader or another.
const PIECES: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    ":",
    ",",
    "//",
    "/*",
    "*/",
    "\\",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "  ",
    "\u{2028}",
    "\u{feff}",
    "\u{0}",
    "\u{1b}[1m",
    "\u{a0}",
    "é",
    "\\u0061",
    "\\ud800",
    "\\x41",
    "0x",
    "1e999",
    "-0",
    ".5",
    "NaN",
    "Infinity",
    "null",
    "true",
    "token",
    "key: ",
    "\"type\"",
    "\"order\"",
    "profiles",
    "sk-ant-",
    "Bearer ",
    "://a:b@",
    "v1/aaaaaaaaaaaaaaaaaaaaaaaaaa",
    "\"ids\"",
    "=",
    "\n---\n",
    "{\"change\":",
    "{\"step\":",
    "{\"void\":\"1\"}",
];

/// Makes inputs.
pub struct Mutator(u64);

impl Mutator {
    /// One seed makes one sequence.
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    /// One of `inputs`, of which there is at least one, changed in a few places.
    pub fn mutated(&mut self, inputs: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = inputs[self.below(inputs.len())].clone();
        for _ in 0..=self.below(4) {
            let (from, to) = self.range(bytes.len());
            let new = match self.below(6) {
                0 => Vec::new(),
                1 => vec![self.byte()],
                2 => bytes[from..to].repeat(2),
                3 => {
                    let other = &inputs[self.below(inputs.len())];
                    let (from, to) = self.range(other.len());
                    other[from..to].to_vec()
                }
                _ => PIECES[self.below(PIECES.len())].as_bytes().to_vec(),
            };
            // An insertion as often as a replacement.
            let end = if self.below(2) == 0 { from } else { to };
            bytes.splice(from..end, new);
        }
        bytes
    }

    /// A stretch, mostly short, of something that is `length` long.
    fn range(&mut self, length: usize) -> (usize, usize) {
        let from = self.below(length + 1);
        let most = if self.below(4) == 0 { length } else { 8 };
        (from, from + self.below(most.min(length - from) + 1))
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap_or_default()
    }

    /// Xorshift (Marsaglia): nothing here needs better numbers.
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 20).unwrap_or_default() % bound
    }
}
