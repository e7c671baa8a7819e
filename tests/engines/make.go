// What a Go engine makes of each scalar: `make LIST`. make.sh puts the engine's
// name into the import.
package main

import (
	"bufio"
	"fmt"
	"os"
	"strconv"
	"time"

	yaml "YAML_PACKAGE"
)

func word(value any) string {
	switch value := value.(type) {
	case nil:
		return "null"
	case bool:
		return fmt.Sprintf("bool %t", value)
	case int, int64, uint64:
		return fmt.Sprintf("int %d", value)
	case float64:
		return "float " + strconv.FormatFloat(value, 'g', -1, 64)
	case time.Time:
		return "time " + value.UTC().Format(time.RFC3339Nano)
	case string:
		return "text " + value
	}
	panic(fmt.Sprintf("a %T", value))
}

func load(scalar string) (said string) {
	// Some engines panic where others return an error.
	defer func() {
		if recover() != nil {
			said = "refused"
		}
	}()
	var front map[string]any
	if err := yaml.Unmarshal([]byte("key: "+scalar+"\n"), &front); err != nil {
		return "refused"
	}
	return word(front["key"])
}

func main() {
	file, err := os.Open(os.Args[1])
	if err != nil {
		panic(err)
	}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		fmt.Println(load(lines.Text()))
	}
}
