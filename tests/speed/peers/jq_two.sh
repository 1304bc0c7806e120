#!/bin/sh
# jq and awk, two processes at a time where the input can be divided. The columns
# that awk adds up come first: no comma stands in them.
#
# Usage: jq_two.sh files|lines|one INPUT, in the output folder
set -eu
shape=$1
input=$2

# shellcheck disable=SC2016
rows='.id as $report
    | .attendanceRecords[]
    | ([.attendanceIntervals[].durationInSeconds] | add // 0) as $sum
    | [$report, .id, .role, .totalAttendanceInSeconds, $sum,
       if .totalAttendanceInSeconds == $sum then "equal" else "differs" end,
       (.attendanceIntervals | length), .emailAddress, .identity.displayName]
    | @csv'

case $shape in
files)
    find "$input" -name '*.json' | LC_ALL=C sort >names
    split -n l/2 names names.
    xargs jq -r "$rows" <names.aa >part.1 &
    first=$!
    xargs jq -r "$rows" <names.ab >part.2
    wait "$first"
    ;;
lines)
    split -n l/1/2 "$input" | jq -r "$rows" >part.1 &
    first=$!
    split -n l/2/2 "$input" | jq -r "$rows" >part.2
    wait "$first"
    ;;
one)
    jq -r "$rows" "$input" >part.1
    : >part.2
    ;;
esac

{
    echo report_id,record_id,role,reported_total_seconds,interval_sum_seconds,sum_check,intervals,email,display_name
    cat part.1 part.2
} >records.csv
rm -f part.1 part.2 names names.aa names.ab

awk -F, '
    NR > 1 { count[$3]++; total[$3] += $4; sum[$3] += $5; differs[$3] += $6 ~ /differs/ }
    END {
        print "role,records,reported_total_seconds,interval_sum_seconds,mismatches"
        for (role in count)
            # Not %d, which ends at 2^31 in some awks.
            printf "%s,%.0f,%.0f,%.0f,%.0f\n", role, count[role], total[role], sum[role], differs[role]
    }
' records.csv >roles.csv
