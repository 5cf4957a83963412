// Renders a chart's templates as `helm template` does, and prints the objects as one JSON array; with --notes its NOTES.txt.
//
//	render CHART [VALUES.yaml [--notes]]
//
// It covers what this chart uses: values and their schema (checked by the library that Helm has), include, toYaml and sprig. It knows no
// subcharts, .Files, hooks or lookups.
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"gopkg.in/yaml.v3"
)

func readYAML(path string) (map[string]interface{}, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	values := map[string]interface{}{}
	return values, yaml.Unmarshal(text, &values)
}

// Helm's way: maps are merged, everything else is replaced, null removes.
func merge(base, over map[string]interface{}) map[string]interface{} {
	for key, value := range over {
		below, isMap := base[key].(map[string]interface{})
		above, overMap := value.(map[string]interface{})
		switch {
		case value == nil:
			delete(base, key)
		case isMap && overMap:
			base[key] = merge(below, above)
		default:
			base[key] = value
		}
	}
	return base
}

// `wanted`: how the names end of those that are to be executed.
func parse(chart, wanted string) (*template.Template, []string, error) {
	files, err := filepath.Glob(filepath.Join(chart, "templates", "*"))
	if err != nil {
		return nil, nil, err
	}
	sort.Strings(files)
	all := template.New("chart").Option("missingkey=zero")
	functions := sprig.TxtFuncMap()
	functions["include"] = func(name string, data interface{}) (string, error) {
		var out bytes.Buffer
		err := all.ExecuteTemplate(&out, name, data)
		return out.String(), err
	}
	functions["toYaml"] = func(value interface{}) (string, error) {
		text, err := yaml.Marshal(value)
		return strings.TrimSuffix(string(text), "\n"), err
	}
	all.Funcs(functions)
	var objects []string
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, nil, err
		}
		name := filepath.Base(file)
		if _, err := all.New(name).Parse(string(text)); err != nil {
			return nil, nil, err
		}
		if strings.HasSuffix(name, wanted) {
			objects = append(objects, name)
		}
	}
	return all, objects, nil
}

// As Helm does before it renders.
func checkSchema(chart string, values map[string]interface{}) error {
	schema, err := os.ReadFile(filepath.Join(chart, "values.schema.json"))
	if err != nil {
		return err
	}
	text, err := json.Marshal(values)
	if err != nil {
		return err
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewBytesLoader(text))
	if err != nil {
		return err
	}
	if result.Valid() {
		return nil
	}
	complaints := "values don't meet the specifications of the schema:\n"
	for _, wrong := range result.Errors() {
		complaints += "- " + wrong.String() + "\n"
	}
	return errors.New(complaints)
}

// The texts of the templates whose names end so, with these names.
func execute(chart, overrides, wanted string) ([]string, []string, error) {
	about, err := readYAML(filepath.Join(chart, "Chart.yaml"))
	if err != nil {
		return nil, nil, err
	}
	values, err := readYAML(filepath.Join(chart, "values.yaml"))
	if err != nil {
		return nil, nil, err
	}
	if overrides != "" {
		over, err := readYAML(overrides)
		if err != nil {
			return nil, nil, err
		}
		values = merge(values, over)
	}
	if err := checkSchema(chart, values); err != nil {
		return nil, nil, err
	}
	templates, names, err := parse(chart, wanted)
	if err != nil {
		return nil, nil, err
	}
	context := map[string]interface{}{
		"Values":  values,
		"Chart":   map[string]interface{}{"Name": about["name"], "Version": about["version"], "AppVersion": about["appVersion"]},
		"Release": map[string]interface{}{"Name": "stadt", "Namespace": "amtslotse", "Service": "Helm"},
	}
	texts := []string{}
	for _, name := range names {
		var out bytes.Buffer
		if err := templates.ExecuteTemplate(&out, name, context); err != nil {
			return nil, nil, err
		}
		texts = append(texts, out.String())
	}
	return texts, names, nil
}

func render(chart, overrides string) ([]interface{}, error) {
	texts, names, err := execute(chart, overrides, ".yaml")
	if err != nil {
		return nil, err
	}
	objects := []interface{}{}
	for i, text := range texts {
		decoder := yaml.NewDecoder(strings.NewReader(text))
		for {
			var object interface{}
			err := decoder.Decode(&object)
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("%s: %w", names[i], err)
			}
			if object != nil {
				objects = append(objects, object)
			}
		}
	}
	return objects, nil
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: render CHART [VALUES.yaml [--notes]]")
		os.Exit(2)
	}
	overrides := ""
	if len(os.Args) > 2 {
		overrides = os.Args[2]
	}
	if len(os.Args) > 3 && os.Args[3] == "--notes" {
		texts, _, err := execute(os.Args[1], overrides, "NOTES.txt")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Print(strings.Join(texts, ""))
		return
	}
	objects, err := render(os.Args[1], overrides)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	text, err := json.MarshalIndent(objects, "", " ")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println(string(text))
}
