//! Any bytes as an archive: no panic, and every input has an outcome.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rollbook::origin::Origin;
use rollbook::source::archives::unpack;

fuzz_target!(|bytes: &[u8]| {
    let mut outcomes = 0;
    unpack(bytes, &Origin::named("fuzz"), &mut |_, _| outcomes += 1);
    assert!(outcomes > 0);
});
