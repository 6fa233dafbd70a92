# Runs the experiments of a preset in parts, each part again if it fails, and then writes the site.
program = config.get("program", ".build/debug/report")
options = config.get("options", "")
parts = int(config.get("parts", 8))

rule site:
    input: expand("data/parts/{i}.done", i=range(1, parts + 1))
    shell: "{program} build {options}"

rule part:
    input: "data/parts/sources.done"
    output: touch("data/parts/{i}.done")
    threads: 2
    retries: 3
    shell: "{program} run --shard {wildcards.i}/{parts} --jobs {threads} {options}"

rule sources:
    output: touch("data/parts/sources.done")
    shell: "{program} list --missing {options}"
