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
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8
const tileWidth = 1 << tileHeight

// fileMax is more than any file of tiles or of a proof has: a bundle holds 256 entries of at most 65,535 bytes.
const fileMax = 1 << 25

// key is one that is trusted, to speak of logs that go on from a size and a root: those at which it was handed the log over.
type key struct {
	note.Verifier
	size int64
	root tlog.Hash
}

// keys are those that are trusted.
type keys []key

// Verifier gives the one of that name and id.
func (k keys) Verifier(name string, hash uint32) (note.Verifier, error) {
	list := make([]note.Verifier, len(k))
	for i, one := range k {
		list[i] = one.Verifier
	}
	return note.VerifierList(list...).Verifier(name, hash)
}

// speakOf tells whether one of those who signed is the log's own key, and was handed over no longer log, nor another one of that size.
func (k keys) speakOf(signatures []note.Signature, origin string, tree tlog.Tree) bool {
	for _, signature := range signatures {
		for _, one := range k {
			isSigner := one.Name() == signature.Name && one.KeyHash() == signature.Hash
			goesOn := tree.N > one.size || (tree.N == one.size && tree.Hash == one.root)
			if isSigner && one.Name() == origin && goesOn {
				return true
			}
		}
	}
	return false
}

// read gives the bytes of a plain file: not of what a link leads to, nor of more than any file here has.
func read(path string) ([]byte, error) {
	info, err := os.Lstat(path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > fileMax {
		return nil, fmt.Errorf("%s is no plain file, or longer than any is here", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, fileMax))
}

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
func trusted(vkey, folder string) (keys, error) {
	first, err := note.NewVerifier(vkey)
	if err != nil {
		return nil, err
	}
	reached := keys{{Verifier: first}}
	list, err := read(filepath.Join(folder, "handovers.json"))
	if errors.Is(err, os.ErrNotExist) {
		return reached, nil
	}
	if err != nil {
		return nil, err
	}
	var notes []string
	if err := json.Unmarshal(list, &notes); err != nil {
		return nil, err
	}
	if notes == nil {
		return nil, errors.New("not a list of handovers")
	}
	last, size := "", int64(0)
	for _, signed := range notes {
		from, to, next, err := readHandover(signed)
		if err != nil {
			return nil, err
		}
		if last != "" && from != last || next.size < size {
			return nil, errors.New("a handover does not go on from the one before")
		}
		last, size = to, next.size
		if len(reached) > 1 || from == vkey {
			reached = append(reached, next)
		}
	}
	return reached, nil
}

// readHandover gives the keys of a handover that both of them signed, the second also as it is trusted from then on. Its lines: the
// origin, what it is, both keys, a size, a root.
func readHandover(signed string) (from, to string, next key, err error) {
	text, signatures, _ := strings.Cut(signed, "\n\n")
	lines := strings.Split(text, "\n")
	signers := strings.Split(strings.TrimSuffix(signatures, "\n"), "\n")
	if len(lines) != 6 || lines[1] != "log key handover" || len(signers) != 2 {
		return "", "", key{}, errors.New("not a handover")
	}
	var both [2]note.Verifier
	for i, vkey := range lines[2:4] {
		if both[i], err = note.NewVerifier(vkey); err != nil {
			return "", "", key{}, err
		}
		// Each of the two signs in its turn.
		alone := text + "\n\n" + signers[i] + "\n"
		if _, err := open([]byte(alone), note.VerifierList(both[i])); err != nil {
			return "", "", key{}, err
		}
	}
	// Whoever holds the key of one log has nothing to hand over of another one.
	if name := both[0].Name(); lines[0] != name || both[1].Name() != name && both[1].Name() != nextRevision(name) {
		return "", "", key{}, errors.New("a handover of another log")
	}
	size, err := parseCount(lines[4])
	if err != nil {
		return "", "", key{}, err
	}
	root, err := tlog.ParseHash(lines[5])
	return lines[2], lines[3], key{both[1], size, root}, err
}

// nextRevision gives the origin of a log that went on after a loss: "tcc/ID" is followed by "tcc/ID/2", and so on.
func nextRevision(origin string) string {
	parts := strings.Split(origin, "/")
	if len(parts) == 2 {
		return origin + "/2"
	}
	number, _ := strconv.Atoi(parts[len(parts)-1])
	return strings.Join(append(parts[:len(parts)-1], strconv.Itoa(number+1)), "/")
}

// parseCount reads a number, which has one spelling: ParseInt overlooks a sign and zeros before it.
func parseCount(text string) (int64, error) {
	count, err := strconv.ParseInt(text, 10, 64)
	if err != nil || count < 0 || strconv.FormatInt(count, 10) != text {
		return 0, errors.New("not a count")
	}
	return count, nil
}

// open opens a note whose signatures are spelt in the one way there is: note.Open overlooks the bits that the last character of
// base64 leaves over.
func open(signed []byte, verifiers note.Verifiers) (*note.Note, error) {
	_, signatures, _ := strings.Cut(string(signed), "\n\n")
	seen := map[string]bool{}
	for _, line := range strings.Split(strings.TrimSuffix(signatures, "\n"), "\n") {
		at := strings.LastIndex(line, " ") + 1
		signature, err := base64.StdEncoding.Strict().DecodeString(line[at:])
		if err != nil {
			return nil, err
		}
		// Of two signatures by one key note.Open looks at the first alone.
		signer := line[:at] + string(signature[:min(4, len(signature))])
		if seen[signer] {
			return nil, errors.New("two signatures by one key")
		}
		seen[signer] = true
	}
	return note.Open(signed, verifiers)
}

// openCheckpoint gives the tree of a signed checkpoint: three lines of text, the origin, the size and the root.
func openCheckpoint(signed []byte, trusted keys) (tlog.Tree, error) {
	opened, err := open(signed, trusted)
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, errors.New("a checkpoint has an origin, a size and a root")
	}
	size, err := parseCount(lines[1])
	if err != nil || size == 0 {
		return tlog.Tree{}, errors.New("not the size of a log that has its first entry")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, err
	}
	tree := tlog.Tree{N: size, Hash: root}
	if !trusted.speakOf(opened.Sigs, lines[0], tree) {
		return tlog.Tree{}, errors.New("none of those who signed may speak of that log")
	}
	return tree, nil
}

// folder reads tiles under the paths of C2SP tlog-tiles, which leave out the height that x/mod writes.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	all := make([][]byte, len(tiles))
	for i, tile := range tiles {
		bytes, err := read(f.path(strings.Replace(tile.Path(), "tile/8/", "tile/", 1)))
		if err != nil {
			return nil, err
		}
		all[i] = bytes
	}
	return all, nil
}

func (f folder) path(name string) string { return filepath.Join(string(f), filepath.FromSlash(name)) }

func checkFolder(name string, verifiers keys) (int64, error) {
	f := folder(name)
	signed, err := read(f.path("checkpoint"))
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
	bundle, err := read(f.path(path))
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
func checkProof(file string, verifiers keys) error {
	bytes, err := read(file)
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
	number, isIndex := strings.CutPrefix(lines[0], "index ")
	index, err := parseCount(number)
	if err != nil || !isIndex {
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
	entry, err := read(strings.TrimSuffix(file, ".tlog-proof") + ".entry")
	if err != nil {
		return err
	}
	return tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}
