#!/usr/bin/env bash
# Lets system calls fail one at a time while samples are converted, and a disk be
# too small. Whatever fails: the run says so and ends with 2, every file that has
# its name is whole, and nothing unfinished is left.
#
#   tests/faults/inject.sh PROGRAM [STEP]
#
# Every STEP-th call is tried (default 7). Needs strace; the small disk needs root.
set -euo pipefail
program=$(realpath "$1")
step=${2:-7}
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'umount "$work/disk" 2>/dev/null || true; rm -rf "$work"' EXIT

convert=("$program" convert samples/one-to-one.json samples/weekly-stand-up.json
    --format xlsx,csv,html,json --per-meeting --jobs 1 --quiet)

"${convert[@]}" --output "$work/whole"

# --jobs 1 works with one thread, as is asked for on a machine that other work shares. One more
# waits for Ctrl+C, and large files are brought to the disk by others.
for command in "convert samples/course --format csv" "facts samples/course"; do
    strace -f -qq -o "$work/trace" -e trace=clone,clone3 \
        "$program" $command --jobs 1 --output "$work/single-$RANDOM" >/dev/null 2>&1 || true
    threads=$(grep -c clone "$work/trace" || true)
    [ "$threads" = 1 ] || { echo "$command --jobs 1 starts $threads threads"; exit 1; }
done
runs=0
failed=0

# check FOLDER CODE: each file is there as in the whole run, or not at all.
check() {
    local folder=$1 code=$2
    [ "$code" = 0 ] || [ "$code" = 2 ] || { echo "exit code $code"; exit 1; }
    [ -d "$folder" ] || return 0
    while read -r file; do
        cmp -s "$folder/$file" "$work/whole/$file" || { echo "$file is not whole"; exit 1; }
    done < <(cd "$folder" && find . -type f)
    if [ "$code" = 0 ]; then
        diff -rq "$folder" "$work/whole" || { echo "success was told, and files are missing"; exit 1; }
    fi
}

# inject CALL ERROR NTH COMMAND…: runs the command with this call failing, its exit code in
# `code`; false where it was not reached.
inject() {
    rm -rf "$work/out"
    code=0
    strace -f -qq -o "$work/trace" -e trace="$1" -e inject="$1:error=$2:when=$3" \
        "${@:4}" >"$work/said" 2>&1 || code=$?
    grep -q INJECTED "$work/trace"
}

# says_so STREAMS: ends the run where nothing was said. Calls are counted for each thread, so the
# message itself may be hit, too, on one of these streams.
says_so() {
    grep -q '^error: ' "$work/said" || grep -q "write([$1],.*INJECTED" "$work/trace" ||
        { echo "nothing was said of: $(grep INJECTED "$work/trace")"; exit 1; }
    failed=$((failed + 1))
}

for call in write rename,renameat,renameat2,link,linkat fsync,fdatasync mkdir,mkdirat lseek; do
    for error in ENOSPC EIO; do
        nth=1
        while inject "$call" "$error" "$nth" "${convert[@]}" --output "$work/out"; do
            check "$work/out" "$code"
            [ "$code" = 0 ] || says_so 2
            runs=$((runs + 1))
            nth=$((nth + step))
        done
    done
done

# Facts and records kept apart: all files are there as in the whole run, or none is.
apart=("$program" facts samples/course samples/webinar.json --partition tenant,month
    --tables facts,records --jobs 1)
"${apart[@]}" --output "$work/apart" >/dev/null
for call in write rename,renameat,renameat2,link,linkat fsync mkdir,mkdirat lseek; do
    nth=1
    while inject "$call" EIO "$nth" "${apart[@]}" --output "$work/out"; do
        if [ "$code" = 0 ]; then
            diff -rq "$work/out" "$work/apart" || { echo "success was told, and facts are missing"; exit 1; }
        else
            [ "$code" = 2 ] || { echo "exit code $code"; exit 1; }
            says_so 12
            [ -z "$(find "$work/out" -type f 2>/dev/null)" ] || { echo "some facts are there"; exit 1; }
        fi
        runs=$((runs + 1))
        nth=$((nth + 1))
    done
done
echo "system calls made to fail: $runs, runs that failed for it: $failed"
[ "$failed" -gt 0 ]

if [ "$(id -u)" = 0 ] && mkdir -p "$work/disk" && mount -t tmpfs -o size=64k none "$work/disk" 2>/dev/null; then
    for size in 16k 64k 128k 192k; do
        mount -o "remount,size=$size" "$work/disk"
        rm -rf "$work/disk/out"
        code=0
        "${convert[@]}" --output "$work/disk/out" >"$work/said" 2>&1 || code=$?
        check "$work/disk/out" "$code"
        echo "disk of $size: exit code $code, $(head -n 1 "$work/said")"
    done
fi
