#!/bin/sh
# Cuts the shipped fonts from the npm package @fontsource-variable/onest (see README.md).
# Usage: sh subset.sh path/to/@fontsource-variable/onest
set -eu
source="$1/files"
here=$(dirname "$0")
version=1

cut() {
    name=$1 part=$2 characters=$3
    fonttools varLib.instancer "$source/onest-$part-wght-normal.woff2" wght=400:700 --quiet \
        --output "$here/$name.ttf"
    pyftsubset "$here/$name.ttf" --unicodes="$characters" --layout-features='*' --no-hinting \
        --flavor=woff2 --output-file="$here/onest-$name.$version.woff2"
    rm "$here/$name.ttf"
}

cut latin latin U+0020-007E,U+00A0-00FF,U+2010-2015,U+2018-201E,U+2022,U+2026,U+2039-203A,U+202F,U+2212,U+20AC,U+2122
cut cyrillic cyrillic U+0400-045F,U+04B0-04B1,U+2116
cut kazakh cyrillic-ext U+0492-0493,U+049A-049B,U+04A2-04A3,U+04AE-04AF,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9
cut tenge latin-ext U+20B8
cut signs symbols U+2190,U+2192,U+2713
