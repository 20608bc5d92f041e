// Checks a ledger's tiles and proofs with nothing of ours: golang.org/x/mod/sumdb alone knows notes, tiles and trees here.
//
// Usage: go run . VKEY TILES-FOLDER [PROOF.tlog-proof]...
//
// VKEY may be of any key that the log ever had: `handovers.json` in the folder, where there is one, holds the notes by which each key
// handed over to the next, and they are followed from that key on.
//
// Every entry of the folder is hashed and looked up in tiles that are authenticated against the signed checkpoint; every proof is
// checked against the checkpoint that it carries and the entry's file beside it. Prints one line, or the first thing that is wrong.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

func main() {
	entries, proofs, err := check(os.Args[1:])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Printf("%d entries and %d proofs hold\n", entries, proofs)
}

func check(args []string) (entries int64, proofs int, err error) {
	if len(args) < 2 {
		return 0, 0, errors.New("usage: VKEY TILES-FOLDER [PROOF.tlog-proof]...")
	}
	verifiers, err := trusted(args[0], args[1])
	if err != nil {
		return 0, 0, err
	}
	entries, err = checkFolder(args[1], verifiers)
	if err != nil {
		return 0, 0, err
	}
	for _, file := range args[2:] {
		if err := checkProof(file, verifiers); err != nil {
			return 0, 0, fmt.Errorf("%s: %w", file, err)
		}
	}
	return entries, len(args[2:]), nil
}

// trusted gives the key and those to which it, and each after it, handed the log over.
func trusted(vkey, folder string) (note.Verifiers, error) {
	first, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	keys := []note.Verifier{first}
	list, err := os.ReadFile(filepath.Join(folder, "handovers.json"))
	if errors.Is(err, os.ErrNotExist) {
		return note.VerifierList(keys...), nil
	}
	if err != nil {
		return nil, err
	}
	var notes []string
	if err := json.Unmarshal(list, &notes); err != nil {
		return nil, err
	}
	last, isReached := "", false
	for _, signed := range notes {
		from, to, err := readHandover(signed)
		if err != nil {
			return nil, err
		}
		if last != "" && from != last {
			return nil, errors.New("a handover does not go on from the one before")
		}
		last = to
		isReached = isReached || from == vkey
		if !isReached {
			continue
		}
		next, err := note.NewVerifier(to)
		if err != nil {
			return nil, err
		}
		keys = append(keys, next)
	}
	return note.VerifierList(keys...), nil
}

// readHandover gives the keys of a handover that both of them signed. Its lines: the origin, what it is, both keys, a size, a root.
func readHandover(signed string) (from, to string, err error) {
	text, _, _ := strings.Cut(signed, "\n\n")
	lines := strings.Split(text, "\n")
	if len(lines) != 6 || lines[1] != "log key handover" {
		return "", "", errors.New("not a handover")
	}
	for _, vkey := range lines[2:4] {
		verifier, err := note.NewVerifier(vkey)
		if err != nil {
			return "", "", err
		}
		if _, err := open([]byte(signed), note.VerifierList(verifier)); err != nil {
			return "", "", err
		}
	}
	return lines[2], lines[3], nil
}

// open opens a note whose signatures are spelt in the one way there is: note.Open overlooks the bits that the last character of
// base64 leaves over.
func open(signed []byte, verifiers note.Verifiers) (*note.Note, error) {
	_, signatures, _ := strings.Cut(string(signed), "\n\n")
	for _, line := range strings.Split(strings.TrimSuffix(signatures, "\n"), "\n") {
		if _, err := base64.StdEncoding.Strict().DecodeString(line[strings.LastIndex(line, " ")+1:]); err != nil {
			return nil, err
		}
	}
	return note.Open(signed, verifiers)
}

// openCheckpoint gives the tree of a signed checkpoint: three lines of text, the origin, the size and the root.
func openCheckpoint(signed []byte, verifiers note.Verifiers) (tlog.Tree, error) {
	opened, err := open(signed, verifiers)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, errors.New("a checkpoint has an origin, a size and a root")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// folder reads tiles under the paths of C2SP tlog-tiles, which leave out the height that x/mod writes.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	read := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := os.ReadFile(f.path(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		read[i] = bytes
	}
	return read, nil
}

func (f folder) path(name string) string { return filepath.Join(string(f), filepath.FromSlash(name)) }

func checkFolder(name string, verifiers note.Verifiers) (int64, error) {
	f := folder(name)
	signed, err := os.ReadFile(f.path("checkpoint"))
	if err != nil {
		return 0, err
	}
	tree, err := openCheckpoint(signed, verifiers)
	if err != nil {
		return 0, err
	}
	hashes := tlog.TileHashReader(tree, f)
	for first := int64(0); first < tree.N; first += tileWidth {
		width := min(tileWidth, tree.N-first)
		if err := checkBundle(f, hashes, first, width); err != nil {
			return 0, err
		}
	}
	return tree.N, nil
}

func checkBundle(f folder, hashes tlog.HashReader, first, width int64) error {
	tile := tlog.Tile{H: tileHeight, L: 0, N: first / tileWidth, W: int(width)}
	path := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
	bundle, err := os.ReadFile(f.path(path))
	if err != nil {
		return err
	}
	indexes := make([]int64, width)
	for i := range indexes {
		indexes[i] = tlog.StoredHashIndex(0, first+int64(i))
	}
	held, err := hashes.ReadHashes(indexes)
	if err != nil {
		return err
	}
	for i := range held {
		if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
			return fmt.Errorf("%s is cut short", path)
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if tlog.RecordHash(bundle[2:end]) != held[i] {
			return fmt.Errorf("entry %d is not the one of the tiles", first+int64(i))
		}
		bundle = bundle[end:]
	}
	if len(bundle) != 0 {
		return fmt.Errorf("%s holds more than its entries", path)
	}
	return nil
}

// checkProof checks a C2SP tlog-proof against the entry beside it.
func checkProof(file string, verifiers note.Verifiers) error {
	bytes, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, signed, found := strings.Cut(string(bytes), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || lines[0] != "c2sp.org/tlog-proof@v1" {
		return errors.New("not a tlog-proof")
	}
	lines = lines[1:]
	if len(lines) > 0 && strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	if len(lines) == 0 {
		return errors.New("no index")
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	if err != nil {
		return err
	}
	// A number has one spelling: ParseInt overlooks a sign and zeros before it.
	if lines[0] != "index "+strconv.FormatInt(index, 10) {
		return errors.New("not an index")
	}
	proof := make(tlog.RecordProof, len(lines)-1)
	for i, line := range lines[1:] {
		hash, err := base64.StdEncoding.Strict().DecodeString(line)
		// Even the strict decoder overlooks carriage returns.
		if err != nil || len(hash) != tlog.HashSize || base64.StdEncoding.EncodeToString(hash) != line {
			return errors.New("not a hash")
		}
		copy(proof[i][:], hash)
	}
	tree, err := openCheckpoint([]byte(signed), verifiers)
	if err != nil {
		return err
	}
	entry, err := os.ReadFile(strings.TrimSuffix(file, ".tlog-proof") + ".entry")
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
