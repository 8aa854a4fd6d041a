//! Which element of a list is which one of another list: the same `id` (or `name`), the same value,
//! or what stands in the same gap. A guess that nothing depends on but whose text is kept.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::tree::Tree;

/// Equal elements beyond this many are only taken in their order.
const MOST_ALIKE: usize = 16;

/// For each element of `after` the index of the one in `before` that it was, each at most once.
/// Grows with the lengths (times a logarithm), whatever they hold.
pub(super) fn origins(before: &[Tree], after: &[Tree]) -> Vec<Option<usize>> {
    let old: Vec<Mark<'_>> = before.iter().map(Mark::of).collect();
    let new: Vec<Mark<'_>> = after.iter().map(Mark::of).collect();
    let mut origins = same_order(&old, &new);
    let in_place = in_place(&old, &new);
    if in_place.iter().flatten().count() == origins.iter().flatten().count() {
        origins = in_place;
    }
    let stayed = origins.clone();
    moved(&old, &new, &mut origins);
    in_gaps(before, after, &stayed, &mut origins);
    origins
}

/// For each of `new` the index of its equal in `old`, if that is its own.
fn in_place<M: Eq>(old: &[M], new: &[M]) -> Vec<Option<usize>> {
    let is_there = |(at, mark)| old.get(at).is_some_and(|old| old == mark).then_some(at);
    new.iter().enumerate().map(is_there).collect()
}

/// For each of `new` the index of its equal in `old`, as many as possible in the same order.
pub(super) fn same_order<M: Eq + Hash>(old: &[M], new: &[M]) -> Vec<Option<usize>> {
    let mut origins = vec![None; new.len()];
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let (old_rest, new_rest) = (&old[head..], &new[head..]);
    let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
    let tail = pairs.take_while(|(a, b)| a == b).count();
    (0..head).for_each(|at| origins[at] = Some(at));
    (0..tail).for_each(|at| origins[new.len() - 1 - at] = Some(old.len() - 1 - at));
    let (old_rest, new_rest) =
        (&old_rest[..old_rest.len() - tail], &new_rest[..new_rest.len() - tail]);

    let mut places: HashMap<&M, Vec<usize>> = HashMap::new();
    for (at, mark) in new_rest.iter().enumerate() {
        places.entry(mark).or_default().push(at);
    }
    // All places of each old element, the last one first, so that no ascending row takes two.
    let mut candidates = Vec::new();
    let mut seen: HashMap<&M, usize> = HashMap::new();
    for (at, mark) in old_rest.iter().enumerate() {
        let Some(places) = places.get(mark) else { continue };
        let nth = seen.entry(mark).or_default();
        let places = if places.len() <= MOST_ALIKE {
            &places[..]
        } else {
            places.get(*nth..=*nth).unwrap_or_default()
        };
        candidates.extend(places.iter().rev().map(|&place| (place, at)));
        *nth += 1;
    }
    for (place, at) in longest_ascending(&candidates) {
        origins[head + place] = Some(head + at);
    }
    origins
}

/// The longest row of pairs, in their order, whose first numbers ascend.
fn longest_ascending(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The index of the pair that ends the best row of each length; the pair before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (index, pair) in pairs.iter().enumerate() {
        let length = ends.partition_point(|&end| pairs[end].0 < pair.0);
        before.push(length.checked_sub(1).map(|shorter| ends[shorter]));
        ends.truncate(ends.len().max(length));
        match ends.get_mut(length) {
            Some(end) => *end = index,
            None => ends.push(index),
        }
    }
    let mut row: Vec<_> = std::iter::successors(ends.last().copied(), |&index| before[index])
        .map(|index| pairs[index])
        .collect();
    row.reverse();
    row
}

/// Finds those that went elsewhere.
fn moved<M: Eq + Hash>(old: &[M], new: &[M], origins: &mut [Option<usize>]) {
    let mut left: HashMap<&M, Vec<usize>> = HashMap::new();
    for at in unused(old.len(), origins).into_iter().rev() {
        left.entry(&old[at]).or_default().push(at);
    }
    for (mark, origin) in new.iter().zip(origins) {
        if origin.is_none() {
            *origin = left.get_mut(mark).and_then(Vec::pop);
        }
    }
}

/// Pairs what is left, in order, between those that stayed in theirs.
fn in_gaps(
    before: &[Tree],
    after: &[Tree],
    stayed: &[Option<usize>],
    origins: &mut [Option<usize>],
) {
    let mut left = unused(before.len(), origins).into_iter().peekable();
    let mut next_stayed = vec![before.len(); after.len() + 1];
    for at in (0..after.len()).rev() {
        next_stayed[at] = stayed[at].unwrap_or(next_stayed[at + 1]);
    }
    let mut from = 0;
    for at in 0..after.len() {
        if let Some(origin) = stayed[at] {
            from = origin;
        }
        if origins[at].is_some() {
            continue;
        }
        while left.next_if(|&old| old < from).is_some() {}
        let paired = left.next_if(|&old| old < next_stayed[at]);
        origins[at] = paired.filter(|&old| alike(&before[old], &after[at]));
    }
}

/// The indexes below `len` that are nobody's origin.
fn unused(len: usize, origins: &[Option<usize>]) -> Vec<usize> {
    let mut used = vec![false; len];
    origins.iter().flatten().for_each(|&origin| used[origin] = true);
    (0..len).filter(|&at| !used[at]).collect()
}

/// Whether one can be the other, changed.
fn alike(a: &Tree, b: &Tree) -> bool {
    match (a, b) {
        (Tree::Array(_), Tree::Array(_)) => true,
        (Tree::Object(_), Tree::Object(_)) => identity(a).is_none() && identity(b).is_none(),
        (Tree::Array(_) | Tree::Object(_), _) | (_, Tree::Array(_) | Tree::Object(_)) => false,
        _ => true,
    }
}

/// What makes two elements the same.
#[derive(PartialEq, Eq, Hash)]
enum Mark<'t> {
    Named(&'t str),
    /// A hash of the value.
    Same(u64),
}

impl<'t> Mark<'t> {
    fn of(tree: &'t Tree) -> Self {
        identity(tree).map_or_else(|| Self::Same(hash(tree)), Self::Named)
    }
}

fn identity(tree: &Tree) -> Option<&str> {
    let Tree::Object(members) = tree else { return None };
    ["id", "name"].into_iter().find_map(|name| match members.get(name) {
        Some(Tree::String(text)) => Some(text.as_str()),
        _ => None,
    })
}

/// Equal for equal values.
pub(super) fn hash(tree: &Tree) -> u64 {
    let mut hasher = DefaultHasher::new();
    std::mem::discriminant(tree).hash(&mut hasher);
    match tree {
        Tree::Null => {}
        Tree::Bool(value) => value.hash(&mut hasher),
        // 0 and -0 are equal, and so is NaN to itself.
        Tree::Number(value) if value.is_nan() => f64::NAN.to_bits().hash(&mut hasher),
        Tree::Number(value) => (value + 0.0).to_bits().hash(&mut hasher),
        Tree::String(text) => text.hash(&mut hasher),
        Tree::Array(items) => items.iter().for_each(|item| hash(item).hash(&mut hasher)),
        Tree::Object(members) => {
            // In any order.
            let sum = members.iter().fold(0, |sum: u64, (name, value)| {
                let mut member = DefaultHasher::new();
                (name, hash(value)).hash(&mut member);
                sum.wrapping_add(member.finish())
            });
            sum.hash(&mut hasher);
        }
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn elements_are_found_again() {
        let agent = |id: &str, n: i32| json!({ "id": id, "n": n });
        #[rustfmt::skip]
        let table = [
            (json!([1, 2, 3]), json!([1, 2, 3]), vec![Some(0), Some(1), Some(2)]),
            (json!([1, 2, 3]), json!([1, 3]), vec![Some(0), Some(2)]),
            (json!([1, 3]), json!([1, 2, 3]), vec![Some(0), None, Some(1)]),
            // one in the place of another
            (json!([1, 2, 3]), json!([1, 4, 3]), vec![Some(0), Some(1), Some(2)]),
            (json!([1, 2, 3]), json!([1, 4]), vec![Some(0), Some(1)]),
            (json!([1, [2], 3]), json!([1, {}, 3]), vec![Some(0), None, Some(2)]),
            // as many as possible stay in their order
            (json!(["a", "b", "a", "c", "x"]), json!(["b", "a", "c", "y"]), vec![Some(1), Some(2), Some(3), Some(4)]),
            // equal ones: rather the one in the same place
            (json!([1, {}, {}]), json!([2, {}, { "n": 1 }]), vec![Some(0), Some(1), Some(2)]),
            (json!([{}, {}, [1]]), json!([{ "n": 1 }, {}, [2]]), vec![Some(0), Some(1), Some(2)]),
            // moved
            (json!([1, 2, 3, 4]), json!([4, 1, 2, 3]), vec![Some(3), Some(0), Some(1), Some(2)]),
            // the same by id, whatever else changed; another id is another element
            (json!([agent("a", 1), agent("b", 1)]), json!([agent("b", 2), agent("a", 2)]), vec![Some(1), Some(0)]),
            (json!([agent("a", 1)]), json!([agent("b", 1)]), vec![None]),
            (json!([{ "n": 1 }, { "n": 2 }]), json!([{ "n": 3 }, { "n": 2 }]), vec![Some(0), Some(1)]),
        ];
        for (before, after, expected) in table {
            let read = |value| match Tree::from(value) {
                Tree::Array(items) => items,
                _ => Vec::new(),
            };
            assert_eq!(origins(&read(&before), &read(&after)), expected, "{before} -> {after}");
        }
    }

    #[test]
    fn many_equal_ones_are_taken_in_order() {
        let old = vec![7; 20_000];
        let new: Vec<i32> = [&[1][..], &old, &[2]].concat();
        let found = same_order(&[&old[..], &[3]].concat(), &new);
        assert_eq!(found.iter().flatten().count(), 20_000);
    }
}
