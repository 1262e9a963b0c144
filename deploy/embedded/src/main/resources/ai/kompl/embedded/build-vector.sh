# Builds the vector extension for one major version of PostgreSQL from Debian's source package, with nothing installed and as any
# user: a private configuration of apt takes the mirror and the keys from the machine's own settings.
# usage: sh -eu build-vector.sh MAJOR TARGET      (the working folder is scratch; TARGET gets lib/ and share/extension/)
# exit 3: this machine cannot build it; the last line of the output says why.
major=$1
target=$2

cannot() { echo "$1"; exit 3; }
for program in apt-get dpkg gcc tar; do
  command -v "$program" > /dev/null || cannot "the program $program is missing"
done
mirror=$(apt-get indextargets --format '$(CREATED_BY)|$(ORIGIN)|$(CODENAME)|$(COMPONENT)|$(REPO_URI)' \
  | awk -F'|' '$1 == "Packages" && $2 == "Debian" && $4 == "main" && $3 !~ /-/ { print $5; exit }')
[ -n "$mirror" ] || cannot "apt knows no Debian archive here (its lists may be empty: apt-get update)"
keys=/usr/share/keyrings/debian-archive-keyring.gpg
option=
[ ! -r "$keys" ] || option="[signed-by=$keys] "

# The source comes from the stable release; server headers of this major version are in the testing release only.
mkdir -p lists/partial cache/archives/partial
: > status
{
  echo "deb-src ${option}${mirror} trixie main"
  echo "deb ${option}${mirror} forky main"
} > sources.list
cat > apt.conf << END
Dir::Etc::sourcelist "$PWD/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::State::lists "$PWD/lists";
Dir::State::status "$PWD/status";
Dir::Cache "$PWD/cache";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled "false";
END
# Its own download user could not enter this folder.
[ "$(id -u)" != 0 ] || echo 'APT::Sandbox::User "root";' >> apt.conf
apt_get() { apt-get -q -c "$PWD/apt.conf" -o Acquire::Retries=1 -o Acquire::http::Timeout=20 "$@"; }

apt_get update || cannot "the Debian archive of this machine's settings cannot be reached"
apt_get source --download-only pgvector || cannot "the source package of the extension cannot be had"
apt_get download "postgresql-server-dev-$major" || cannot "the headers of PostgreSQL $major cannot be had"

mkdir headers source
dpkg -x postgresql-server-dev-*.deb headers
tar -xf pgvector_*.orig.tar.* -C source --strip-components=1
version=$(sed -n "s/^default_version = '\([0-9.]*\)'.*/\1/p" source/vector.control)
[ -n "$version" ] || cannot "the source package names no version"

# Two calls changed their form in PostgreSQL 18; later releases of the extension know that themselves.
if [ "$major" -ge 18 ]; then
  sed -i 's/vacuum_delay_point()/vacuum_delay_point(false)/' source/src/*.c
  sed -i 's/\([a-z>-]*tupdesc\)->attrs\[0\]\.atttypid/TupleDescAttr(\1, 0)->atttypid/' source/src/ivfbuild.c
fi

# No -march: the extension picks the instructions of the processor itself, and the result may be copied to another machine.
for file in source/src/*.c; do
  gcc -O2 -fPIC -fwrapv -fno-strict-aliasing -ftree-vectorize -fassociative-math -fno-signed-zeros -fno-trapping-math \
    -Iheaders/usr/include/postgresql/"$major"/server -c "$file" -o "${file%.c}.o"
done
mkdir -p "$target/lib" "$target/share/extension"
gcc -shared -o "$target/lib/vector.so" source/src/*.o -lm
cp source/vector.control "$target/share/extension/vector.control"
cp source/sql/vector.sql "$target/share/extension/vector--$version.sql"
echo "built vector $version for PostgreSQL $major"
